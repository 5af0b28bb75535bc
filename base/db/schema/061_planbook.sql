-- federation/planbook: between a federation and its co-operatives: the part of a
-- plan that a co-operative was sent, its counter-plans, and what was answered.
create table plan_part (
	unit   text   not null,
	number bigint not null,
	at     text   not null,
	paper  text   not null,
	act    bigint not null,
	primary key (unit, number)
);
create table plan_counter (
	unit    text   not null,
	number  bigint not null,
	who     text   not null,
	theirs  bigint not null,
	sent_to text   not null,
	plan    bigint not null,
	kind    text   not null check (kind in ('hours', 'most', 'least', 'material')),
	what    text   not null,
	period  text   not null,
	was     text   not null,
	asked   text   not null,
	grounds text   not null,
	day     text   not null,
	heard   bigint not null check (heard in (0, 1)),
	act     bigint not null,
	primary key (unit, number),
	unique (unit, who, plan, theirs)
);
create table plan_counter_answer (
	unit     text   not null,
	counter  bigint not null,
	agreed   bigint not null check (agreed in (0, 1)),
	reply    text   not null,
	day      text   not null,
	plan     bigint not null,
	act      bigint not null,
	primary key (unit, counter),
	foreign key (unit, counter) references plan_counter (unit, number)
);

-- forever: plan_part, plan_counter, plan_counter_answer

-- federation/plan: what was known, what was planned, sheet by sheet.
create table plan (
	unit   text   not null,
	number bigint not null,
	name   text   not null,
	file   text   not null,
	digest text   not null,
	at     text   not null,
	act    bigint not null,
	primary key (unit, number)
);
create table plan_answer (
	unit    text   not null,
	plan    bigint not null,
	version bigint not null,
	at      text   not null,
	summary text   not null,
	act     bigint not null,
	primary key (unit, plan, version),
	foreign key (unit, plan) references plan (unit, number)
);
create table plan_sheet (
	unit    text   not null,
	plan    bigint not null,
	version bigint not null,
	sheet   text   not null,
	part    bigint not null,
	lines   text   not null,
	primary key (unit, plan, version, sheet, part),
	foreign key (unit, plan) references plan (unit, number)
);

-- forever: plan, plan_answer, plan_sheet
-- wide: plan_sheet

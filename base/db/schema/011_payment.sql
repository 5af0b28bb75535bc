-- coop/capital: payments that wait for a second person, and what was decided.
create table payment_proposal (
	unit     text   not null,
	number   bigint not null,
	day      text   not null,
	member   text   not null,
	account  text   not null check (account in ('account', 'tools')),
	amount   bigint not null check (amount > 0),
	currency text   not null,
	why      text   not null,
	proposer text   not null,
	at       text   not null,
	act      bigint not null,
	primary key (unit, number)
);
create table payment_decision (
	unit     text   not null,
	number   bigint not null,
	decision text   not null check (decision in ('approved', 'declined')),
	why      text   not null,
	decider  text   not null,
	at       text   not null,
	entry    bigint not null,
	act      bigint not null,
	primary key (unit, number),
	foreign key (unit, number) references payment_proposal (unit, number)
);

-- forever: payment_proposal, payment_decision

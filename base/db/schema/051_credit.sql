-- coop/credit: loans to the unit and from it, what was paid on them, quotas and
-- the rates that others ask.
create table loan (
	unit        text   not null,
	number      bigint not null,
	side        text   not null check (side in ('ours', 'given')),
	party       text   not null,
	member      boolean not null,
	day         text   not null,
	purpose     text   not null,
	principal   bigint not null check (principal > 0),
	currency    text   not null,
	rate        text   not null,
	late_rate   text   not null,
	kind        text   not null,
	basis       text   not null,
	first       text   not null,
	every       bigint not null,
	instalments bigint not null,
	parts       text   not null,
	act         bigint not null,
	primary key (unit, number)
);
create table loan_decision (
	unit       text   not null,
	number     bigint not null,
	agreed     boolean not null,
	day        text   not null,
	grounds    text   not null,
	resolution bigint not null,
	act        bigint not null,
	primary key (unit, number),
	foreign key (unit, number) references loan (unit, number)
);
create table loan_move (
	unit      text   not null,
	number    bigint not null,
	line      bigint not null,
	day       text   not null,
	kind      text   not null check (kind in ('paid out', 'interest', 'paid', 'set off', 'written off')),
	principal bigint not null,
	interest  bigint not null,
	mode      text   not null,
	note      text   not null,
	entry     bigint not null,
	corrects  bigint not null,
	act       bigint not null,
	primary key (unit, number, line),
	foreign key (unit, number) references loan (unit, number)
);
create table credit_quota (
	unit     text   not null,
	lender   text   not null,
	year     bigint not null,
	body     text   not null,
	amount   bigint not null check (amount >= 0),
	currency text   not null,
	act      bigint not null,
	primary key (unit, lender, year, body, act)
);
create table market_rate (
	unit   text   not null,
	name   text   not null,
	since  text   not null,
	rate   text   not null,
	source text   not null,
	act    bigint not null,
	primary key (unit, name, since, act)
);

-- forever: loan, loan_decision, loan_move, credit_quota, market_rate

-- coop/tax: tables of tax, dated, and reliefs that were granted.
create table tax_table (
	unit   text   not null,
	name   text   not null,
	since  text   not null,
	act    bigint not null,
	kind   text   not null check (kind in ('whole', 'slices', 'flat')),
	base   text   not null check (base in ('surplus', 'turnover')),
	jumps  boolean not null,
	source text   not null,
	primary key (unit, name, since, act)
);
create table tax_step (
	unit    text   not null,
	name    text   not null,
	act     bigint not null,
	step    bigint not null,
	upto    text   not null,
	percent text   not null,
	primary key (unit, name, act, step)
);
create table tax_relief (
	unit     text   not null,
	number   bigint not null,
	name     text   not null,
	since    text   not null,
	until    text   not null,
	percent  text   not null,
	amount   text   not null,
	form     text   not null,
	trade    text   not null,
	district text   not null,
	grounds  text   not null,
	act      bigint not null,
	primary key (unit, number, act)
);
create table turnover_tax (
	unit     text   not null,
	number   bigint not null,
	month    text   not null,
	name     text   not null,
	turnover bigint not null,
	amount   bigint not null,
	currency text   not null,
	entry    bigint not null,
	corrects bigint not null,
	act      bigint not null,
	primary key (unit, number)
);

-- forever: tax_table, tax_step, tax_relief, turnover_tax

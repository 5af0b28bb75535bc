-- coop/cost: planned prices and saving targets.
create table standard (
	unit     text   not null,
	item     text   not null,
	since    text   not null,
	act      bigint not null,
	price    text   not null,
	currency text   not null,
	primary key (unit, item, since, act)
);
create table saving_target (
	unit     text   not null,
	number   bigint not null,
	year     bigint not null,
	what     text   not null,
	product  text   not null,
	percent  text   not null,
	why      text   not null,
	act      bigint not null,
	primary key (unit, number)
);

-- forever: standard, saving_target

-- coop/transition: changes of form, as planned, and as carried or dropped.
create table transition (
	unit     text   not null,
	number   bigint not null,
	day      text   not null,
	was      text   not null,
	into_form text  not null,
	since    text   not null,
	shares   text   not null check (shares in ('keep', 'buy out')),
	heir     text   not null,
	grounds  text   not null,
	output   text   not null,
	cost     text   not null,
	compared text   not null,
	act      bigint not null,
	primary key (unit, number)
);
create table transition_rule (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	rule     text   not null,
	was      text   not null,
	value    text   not null,
	clause   text   not null,
	primary key (unit, number, line)
);
create table transition_end (
	unit       text   not null,
	number     bigint not null,
	state      text   not null check (state in ('carried out', 'dropped')),
	day        text   not null,
	resolution bigint not null,
	concerns   bigint not null,
	result     text   not null,
	why        text   not null,
	act        bigint not null,
	primary key (unit, number)
);
create table form_declared (
	unit    text   not null,
	act     bigint not null,
	form    text   not null,
	grounds text   not null,
	primary key (unit, act)
);

-- forever: transition, transition_rule, transition_end, form_declared

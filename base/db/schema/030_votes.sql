-- coop/assembly: motions before the members, and the vote of each.
create table motion (
	unit     text   not null,
	concerns bigint not null,
	number   bigint not null,
	opened   text   not null,
	closes   text   not null,
	words    text   not null,
	act      bigint not null,
	primary key (unit, concerns, number)
);
create table ballot (
	unit     text   not null,
	concerns bigint not null,
	number   bigint not null,
	member   text   not null,
	choice   text   not null check (choice in ('for', 'against', 'abstain')),
	at       text   not null,
	act      bigint not null,
	primary key (unit, concerns, number, member),
	foreign key (unit, concerns, number) references motion (unit, concerns, number)
);

-- forever: motion, ballot

-- coop/craftsman: craftsmen and workshops outside the unit, as known from a day on.
create table craftsman (
	unit        text   not null,
	name        text   not null,
	since       text   not null,
	act         bigint not null,
	kind        text   not null check (kind in ('craftsman', 'small workshop')),
	trade       text   not null,
	place       text   not null,
	hands       bigint not null check (hands > 0),
	hired       bigint not null check (hired >= 0),
	apprentices bigint not null check (apprentices >= 0),
	slack       text   not null,
	needs       text   not null,
	state       text   not null check (state in ('outside', 'joined', 'gone')),
	primary key (unit, name, since, act)
);

-- forever: craftsman

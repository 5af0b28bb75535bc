-- coop/transition: what of a unit goes to another, in a merger or a split; the
-- paper of it, as made and as taken in.
create table transition_part (
	unit    text   not null,
	number  bigint not null,
	members text   not null,
	tools   text   not null,
	funds   text   not null,
	act     bigint not null,
	primary key (unit, number)
);
create table handover (
	unit  text   not null,
	way   text   not null check (way in ('handed over', 'taken in')),
	seal  text   not null,
	day   text   not null,
	plan  bigint not null,
	paper text   not null,
	entry bigint not null,
	act   bigint not null,
	primary key (unit, way, seal)
);

-- forever: transition_part, handover

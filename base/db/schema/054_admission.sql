-- coop/admission: who asks to join, and how somebody leaves.
create table application (
	unit       text   not null,
	number     bigint not null,
	day        text   not null,
	name       text   not null,
	sex        text   not null,
	born       bigint not null,
	standing   text   not null,
	grade      text   not null,
	trade      text   not null,
	words      text   not null,
	own_labour boolean not null,
	hired      bigint not null,
	apprentices bigint not null,
	act        bigint not null,
	primary key (unit, number)
);
create table application_end (
	unit       text   not null,
	number     bigint not null,
	agreed     boolean not null,
	day        text   not null,
	grounds    text   not null,
	resolution bigint not null,
	member     text   not null,
	act        bigint not null,
	primary key (unit, number)
);
create table exclusion (
	unit    text   not null,
	number  bigint not null,
	member  text   not null,
	day     text   not null,
	hearing text   not null,
	grounds text   not null,
	act     bigint not null,
	primary key (unit, number)
);
create table exclusion_heard (
	unit   text   not null,
	number bigint not null,
	day    text   not null,
	came   boolean not null,
	words  text   not null,
	act    bigint not null,
	primary key (unit, number)
);
create table settlement (
	unit       text   not null,
	member     text   not null,
	day        text   not null,
	kind       text   not null check (kind in ('own wish', 'death', 'exclusion')),
	resolution bigint not null,
	result     text   not null,
	act        bigint not null,
	primary key (unit, member, act)
);
create table inheritance (
	unit     text   not null,
	act      bigint not null,
	line     bigint not null,
	member   text   not null,
	day      text   not null,
	heir     text   not null,
	heir_no  text   not null,
	percent  text   not null,
	amount   bigint not null,
	currency text   not null,
	entry    bigint not null,
	primary key (unit, act, line)
);
-- coop/capital: what of a leaver's account is payable only later.
create table payout_hold (
	unit     text   not null,
	member   text   not null,
	due      text   not null,
	amount   bigint not null,
	currency text   not null,
	act      bigint not null,
	primary key (unit, member, due, act)
);

-- forever: application, application_end, exclusion, exclusion_heard, settlement, inheritance, payout_hold

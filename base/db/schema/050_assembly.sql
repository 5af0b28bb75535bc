-- coop/assembly: meetings from their notice to their minutes (S38 to S40).
create table meeting (
	unit   text   not null,
	number bigint not null,
	kind   text   not null check (kind in ('general', 'delegates', 'committee', 'conference')),
	day    text   not null,
	last   text   not null,
	hour   text   not null,
	place  text   not null,
	notice text   not null,
	again  bigint not null,
	title  text   not null,
	act    bigint not null,
	primary key (unit, number)
);
create table meeting_event (
	unit    text   not null,
	meeting bigint not null,
	act     bigint not null,
	state   text   not null check (state in ('open', 'closed', 'cancelled')),
	at      text   not null,
	why     text   not null,
	primary key (unit, meeting, act),
	foreign key (unit, meeting) references meeting (unit, number)
);
create table meeting_item (
	unit     text   not null,
	meeting  bigint not null,
	item     bigint not null,
	kind     text   not null check (kind in ('report', 'motion', 'election')),
	words    text   not null,
	about    text   not null,
	amount   text   not null,
	concerns bigint not null,
	majority text   not null,
	base     text   not null,
	ballot   text   not null check (ballot in ('open', 'secret', 'hand')),
	post     text   not null,
	seats    bigint not null,
	until    text   not null,
	amends   bigint not null,
	runoff   bigint not null,
	paper    text   not null,
	act      bigint not null,
	primary key (unit, meeting, item),
	foreign key (unit, meeting) references meeting (unit, number)
);
create table candidate (
	unit    text   not null,
	meeting bigint not null,
	item    bigint not null,
	member  text   not null,
	act     bigint not null,
	primary key (unit, meeting, item, member),
	foreign key (unit, meeting, item) references meeting_item (unit, meeting, item)
);
create table item_event (
	unit     text   not null,
	meeting  bigint not null,
	item     bigint not null,
	act      bigint not null,
	state    text   not null check (state in ('voting', 'papers', 'box', 'withdrawn')),
	at       text   not null,
	here     bigint not null,
	entitled bigint not null,
	primary key (unit, meeting, item, act),
	foreign key (unit, meeting, item) references meeting_item (unit, meeting, item)
);
-- A member that is itself a body: how many persons it has, from a day on.
create table group_member (
	unit    text   not null,
	member  text   not null,
	since   text   not null,
	act     bigint not null,
	persons bigint not null check (persons >= 0),
	primary key (unit, member, since, act)
);
create table attendance (
	unit    text   not null,
	meeting bigint not null,
	member  text   not null,
	act     bigint not null,
	state   text   not null check (state in ('here', 'proxy', 'gone')),
	holder  text   not null,
	votes   bigint not null check (votes >= 0),
	at      text   not null,
	primary key (unit, meeting, member, act),
	foreign key (unit, meeting) references meeting (unit, number)
);
create index attendance_holder on attendance (unit, meeting, holder);
-- Open votes; before says that an absent member voted before the meeting.
create table said_vote (
	unit    text   not null,
	meeting bigint not null,
	item    bigint not null,
	member  text   not null,
	choice  text   not null,
	votes   bigint not null check (votes > 0),
	by      text   not null,
	before  boolean not null,
	act     bigint not null,
	primary key (unit, meeting, item, member),
	foreign key (unit, meeting, item) references meeting_item (unit, meeting, item)
);
-- A secret vote: its key, who was given papers, and the papers in the box. A
-- paper has no act, no time and no number, and stands in the order of its own
-- chance words; nothing ties it to one that was given.
create table vote_box (
	unit    text   not null,
	meeting bigint not null,
	item    bigint not null,
	public  text   not null,
	private text   not null,
	primary key (unit, meeting, item)
);
create table paper_given (
	unit    text   not null,
	meeting bigint not null,
	item    bigint not null,
	member  text   not null,
	n       bigint not null,
	act     bigint not null,
	primary key (unit, meeting, item, member, n)
);
create table paper_cast (
	unit    text   not null,
	meeting bigint not null,
	item    bigint not null,
	token   text   not null,
	choice  text   not null,
	proof   text   not null,
	primary key (unit, meeting, item, token)
);
create table item_result (
	unit     text   not null,
	meeting  bigint not null,
	item     bigint not null,
	pro      bigint not null,
	against  bigint not null,
	abstain  bigint not null,
	invalid  bigint not null,
	here     bigint not null,
	entitled bigint not null,
	needed   text   not null,
	carried  boolean not null,
	number   bigint not null,
	concerns bigint not null,
	lot      text   not null,
	at       text   not null,
	act      bigint not null,
	primary key (unit, meeting, item),
	foreign key (unit, meeting, item) references meeting_item (unit, meeting, item)
);
create table election_result (
	unit    text   not null,
	meeting bigint not null,
	item    bigint not null,
	member  text   not null,
	votes   bigint not null,
	elected boolean not null,
	primary key (unit, meeting, item, member),
	foreign key (unit, meeting, item) references item_result (unit, meeting, item)
);
-- Posts and who holds them, from a day until another.
create table office (
	unit    text   not null,
	post    text   not null,
	member  text   not null,
	since   text   not null,
	act     bigint not null,
	until   text   not null,
	meeting bigint not null,
	item    bigint not null,
	primary key (unit, post, member, since, act)
);
create table office_end (
	unit   text   not null,
	post   text   not null,
	member text   not null,
	day    text   not null,
	why    text   not null,
	act    bigint not null,
	primary key (unit, post, member, act)
);
-- What a resolution is about, for acts that need one of a kind.
create table resolution_about (
	unit     text   not null,
	concerns bigint not null,
	number   bigint not null,
	about    text   not null,
	amount   text   not null,
	meeting  bigint not null,
	item     bigint not null,
	act      bigint not null,
	primary key (unit, concerns, number)
);
create table meeting_word (
	unit    text   not null,
	meeting bigint not null,
	act     bigint not null,
	n       bigint not null,
	kind    text   not null check (kind in ('attendance', 'speech', 'decision', 'remark', 'correction')),
	speaker text   not null,
	words   text   not null,
	primary key (unit, meeting, act, n),
	foreign key (unit, meeting) references meeting (unit, number)
);
create table minutes_approved (
	unit    text   not null,
	meeting bigint not null,
	day     text   not null,
	by      text   not null,
	hash    text   not null,
	act     bigint not null,
	primary key (unit, meeting),
	foreign key (unit, meeting) references meeting (unit, number)
);

-- forever: meeting, meeting_event, meeting_item, candidate, item_event, group_member, attendance, said_vote, paper_given, paper_cast
-- forever: item_result, election_result, office, office_end, resolution_about, meeting_word, minutes_approved

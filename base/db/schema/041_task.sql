-- coop/task: tasks, and goods accepted by grade. What is issued, returned and
-- brought in are slips of coop/goods.
create table task (
	unit     text   not null,
	number   bigint not null,
	code     text   not null,
	day      text   not null,
	due      text   not null,
	product  text   not null,
	quantity bigint not null check (quantity > 0),
	way      text   not null,
	member   text   not null,
	owner    text   not null,
	sale     bigint not null,
	note     text   not null,
	act      bigint not null,
	sheet_row bigint not null,
	primary key (unit, number)
);
create table task_maker (
	unit      text   not null,
	task      bigint not null,
	act       bigint not null,
	line      bigint not null,
	operation text   not null,
	member    text   not null,
	parts     bigint not null check (parts > 0),
	primary key (unit, task, act, line),
	foreign key (unit, task) references task (unit, number)
);
create table task_end (
	unit text   not null,
	task bigint not null,
	act  bigint not null,
	day  text   not null,
	open boolean not null,
	why  text   not null,
	primary key (unit, task, act),
	foreign key (unit, task) references task (unit, number)
);
create table acceptance (
	unit       text   not null,
	number     bigint not null,
	day        text   not null,
	task       bigint not null,
	material   bigint not null,
	beside     bigint not null,
	labour     bigint not null,
	hours      bigint not null,
	currency   text   not null,
	work_first bigint not null,
	work_last  bigint not null,
	act        bigint not null,
	corrects   bigint not null,
	primary key (unit, number),
	foreign key (unit, task) references task (unit, number)
);
create index acceptance_task on acceptance (unit, task, number);
create index acceptance_day on acceptance (unit, day, number);
create table accepted (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	grade    text   not null,
	quantity bigint not null,
	value    bigint not null,
	reason   text   not null,
	primary key (unit, number, line),
	foreign key (unit, number) references acceptance (unit, number)
);
create table material_loss (
	unit     text   not null,
	number   bigint not null,
	day      text   not null,
	task     bigint not null,
	member   text   not null,
	item     text   not null,
	quantity bigint not null,
	value    bigint not null,
	percent  text   not null,
	clause   text   not null,
	owed     bigint not null,
	currency text   not null,
	act      bigint not null,
	corrects bigint not null,
	primary key (unit, number)
);

-- What was made of each product in a month, as the unit's own: derived from
-- acceptance and written with it, so that what a product cost needs no scan over
-- history; verify holds the two against each other.
create table made (
	unit     text   not null,
	month    text   not null,
	product  text   not null,
	currency text   not null,
	material bigint not null,
	beside   bigint not null,
	labour   bigint not null,
	hours    bigint not null,
	primary key (unit, month, product, currency)
);
create table made_grade (
	unit     text   not null,
	month    text   not null,
	product  text   not null,
	grade    text   not null,
	quantity bigint not null,
	primary key (unit, month, product, grade)
);
create table made_used (
	unit     text   not null,
	month    text   not null,
	product  text   not null,
	item     text   not null,
	currency text   not null,
	quantity bigint not null,
	value    bigint not null,
	primary key (unit, month, product, item, currency)
);

-- forever: task, task_maker, task_end, acceptance, accepted, material_loss

-- coop/goods: cards, recipes and the store.

-- A card of a material or product: each version is a row, from a day on.
create table good (
	unit     text    not null,
	item     text    not null,
	since    text    not null,
	act      bigint  not null,
	kind     text    not null check (kind in ('material', 'product')),
	per      text    not null,
	spec     text    not null,
	sizes    text    not null,
	grades   text    not null,
	converts text    not null,
	sample   text    not null,
	minimum  bigint  not null check (minimum >= 0),
	search   text    not null,
	primary key (unit, item, since, act)
);
create table good_picture (
	unit   text   not null,
	item   text   not null,
	number bigint not null,
	act    bigint not null,
	title  text   not null,
	mime   text   not null,
	digest text   not null,
	data   text   not null,
	primary key (unit, item, number)
);

-- What so many of a product are made of; the lines of a version share its act.
create table recipe (
	unit     text   not null,
	product  text   not null,
	way      text   not null,
	since    text   not null,
	act      bigint not null,
	line     bigint not null,
	kind     text   not null check (kind in ('material', 'operation', 'by-product')),
	item     text   not null,
	quantity bigint not null check (quantity > 0),
	makes    bigint not null check (makes > 0),
	waste    text   not null,
	value    text   not null,
	primary key (unit, product, way, since, act, line)
);

-- Whatever moves stock is a slip with its moves; the entry is in the books.
-- What came from a sheet keeps what its row said, to know it again.
create table slip (
	unit      text   not null,
	kind      text   not null,
	number    bigint not null,
	day       text   not null,
	party     text   not null,
	ref       bigint not null,
	note      text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	said      text   not null,
	corrects  bigint not null,
	primary key (unit, kind, number)
);
create index slip_day on slip (unit, day, kind, number);
create unique index slip_corrected_once on slip (unit, kind, corrects) where corrects <> 0;
create table stock_move (
	unit     text   not null,
	kind     text   not null,
	number   bigint not null,
	line     bigint not null,
	day      text   not null,
	item     text   not null,
	grade    text   not null,
	owner    text   not null,
	place    text   not null,
	lot      bigint not null,
	quantity bigint not null,
	value    bigint not null,
	currency text   not null,
	primary key (unit, kind, number, line),
	foreign key (unit, kind, number) references slip (unit, kind, number)
);
create index stock_move_item on stock_move (unit, item, day);
create index stock_move_place on stock_move (unit, place, day);

-- What lies where: derived from stock_move and written with it, so that the
-- store's list needs no scan over history; verify holds them against each other.
-- Lot 0 has no quantity: its value is what the moving average has made the lots'
-- values differ from what they came in at, and it says what the lots come to
-- together (holds, worth).
create table stock (
	unit     text   not null,
	item     text   not null,
	grade    text   not null,
	owner    text   not null,
	place    text   not null,
	lot      bigint not null,
	came     text   not null,
	moved    text   not null,
	quantity bigint not null,
	value    bigint not null,
	holds    bigint not null,
	worth    bigint not null,
	currency text   not null,
	primary key (unit, item, grade, owner, place, lot)
);
create index stock_pool on stock (unit, item, grade, owner, place) where lot = 0;

-- What came into the stores in a month, at which value: derived, for prices.
create table came_in (
	unit     text   not null,
	month    text   not null,
	item     text   not null,
	currency text   not null,
	quantity bigint not null,
	value    bigint not null,
	primary key (unit, item, month, currency)
);

-- coop/ledger: months to whose days nothing is posted any more.
create table month_closed (
	unit    text   not null,
	act     bigint not null,
	through text   not null,
	why     text   not null,
	primary key (unit, act)
);

-- wide: good_picture
-- forever: good, good_picture, recipe, slip, stock_move, month_closed

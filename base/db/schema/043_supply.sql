-- coop/supply: suppliers, orders, receipts with their bills and payments, what
-- is bought for member units, offers from outside bodies.
create table supplier (
	unit        text    not null,
	name        text    not null,
	since       text    not null,
	act         bigint  not null,
	kind        text    not null,
	place       text    not null,
	local       boolean not null,
	credit_days bigint  not null check (credit_days >= 0),
	primary key (unit, name, since, act)
);
create table purchase_order (
	unit      text   not null,
	number    bigint not null,
	code      text   not null,
	day       text   not null,
	due       text   not null,
	supplier  text   not null,
	note      text   not null,
	act       bigint not null,
	sheet_row bigint not null,
	primary key (unit, number)
);
create table purchase_order_line (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	item     text   not null,
	grade    text   not null,
	quantity bigint not null check (quantity > 0),
	price    text   not null,
	currency text   not null,
	primary key (unit, number, line),
	foreign key (unit, number) references purchase_order (unit, number)
);
create table purchase_order_end (
	unit   text   not null,
	number bigint not null,
	act    bigint not null,
	day    text   not null,
	why    text   not null,
	primary key (unit, number),
	foreign key (unit, number) references purchase_order (unit, number)
);
create table receipt_line (
	unit       text   not null,
	number     bigint not null,
	line       bigint not null,
	order_no   bigint not null,
	order_line bigint not null,
	item       text   not null,
	grade      text   not null,
	quantity   bigint not null,
	price      text   not null,
	value      bigint not null,
	currency   text   not null,
	primary key (unit, number, line)
);
create index receipt_line_order on receipt_line (unit, order_no, order_line);
create index receipt_line_item on receipt_line (unit, item);
create table supplier_bill (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	supplier  text   not null,
	their_no  text   not null,
	due       text   not null,
	received  bigint not null,
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);
create unique index supplier_bill_corrected on supplier_bill (unit, corrects) where corrects <> 0;
create table supplier_bill_receipt (
	unit    text   not null,
	number  bigint not null,
	receipt bigint not null,
	primary key (unit, number, receipt),
	foreign key (unit, number) references supplier_bill (unit, number)
);
create index supplier_bill_of on supplier_bill_receipt (unit, receipt);
create table supplier_payment (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	supplier  text   not null,
	note      text   not null,
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);

-- Bought for member units: who of them gets how much, and what was handed over.
create table purchase_share (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	act      bigint not null,
	member   text   not null,
	quantity bigint not null check (quantity > 0),
	primary key (unit, number, line, act, member),
	foreign key (unit, number, line) references purchase_order_line (unit, number, line)
);
create table unit_settlement (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	member    text   not null,
	note      text   not null,
	paid      boolean not null,
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);

-- Waste and surplus equipment that outside bodies offer.
create table offer (
	unit     text   not null,
	number   bigint not null,
	day      text   not null,
	body     text   not null,
	kind     text   not null check (kind in ('waste', 'equipment')),
	item     text   not null,
	per      text   not null,
	quantity bigint not null check (quantity > 0),
	price    text   not null,
	until    text   not null,
	note     text   not null,
	act      bigint not null,
	primary key (unit, number)
);
create table offer_request (
	unit     text   not null,
	offer    bigint not null,
	act      bigint not null,
	who      text   not null,
	standing text   not null,
	quantity bigint not null check (quantity > 0),
	idle     bigint not null check (idle >= 0),
	day      text   not null,
	grounds  text   not null,
	primary key (unit, offer, act),
	foreign key (unit, offer) references offer (unit, number)
);
create table offer_allotment (
	unit     text   not null,
	offer    bigint not null,
	who      text   not null,
	rank     bigint not null,
	quantity bigint not null,
	grounds  text   not null,
	day      text   not null,
	act      bigint not null,
	primary key (unit, offer, who),
	foreign key (unit, offer) references offer (unit, number)
);

-- forever: supplier, purchase_order, purchase_order_line, purchase_order_end, receipt_line, supplier_bill, supplier_bill_receipt
-- forever: supplier_payment, unit_settlement, purchase_share, offer, offer_request, offer_allotment

-- coop/sale: customers, prices, orders, contracts with call-offs, deliveries
-- with their bills and payments, goods held back.
create table customer (
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
create table price (
	unit          text   not null,
	product       text   not null,
	grade         text   not null,
	customer_kind text   not null,
	since         text   not null,
	act           bigint not null,
	line          bigint not null,
	from_month    bigint not null,
	to_month      bigint not null,
	price         text   not null,
	currency      text   not null,
	primary key (unit, product, grade, customer_kind, since, act, line)
);
create table sale_order (
	unit      text   not null,
	number    bigint not null,
	code      text   not null,
	day       text   not null,
	due       text   not null,
	kind      text   not null check (kind in ('quotation', 'order', 'processing', 'combination contract')),
	customer  text   not null,
	contract  bigint not null,
	quotation bigint not null,
	note      text   not null,
	act       bigint not null,
	sheet_row bigint not null,
	primary key (unit, number)
);
create table sale_order_line (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	product  text   not null,
	grade    text   not null,
	quantity bigint not null check (quantity > 0),
	price    text   not null,
	why      text   not null,
	currency text   not null,
	primary key (unit, number, line),
	foreign key (unit, number) references sale_order (unit, number)
);
create table sale_order_end (
	unit   text   not null,
	number bigint not null,
	act    bigint not null,
	day    text   not null,
	why    text   not null,
	primary key (unit, number),
	foreign key (unit, number) references sale_order (unit, number)
);
create table delivery_line (
	unit       text   not null,
	number     bigint not null,
	line       bigint not null,
	kind       text   not null,
	day        text   not null,
	customer   text   not null,
	order_no   bigint not null,
	order_line bigint not null,
	product    text   not null,
	grade      text   not null,
	quantity   bigint not null,
	price      text   not null,
	amount     bigint not null,
	cost       bigint not null,
	currency   text   not null,
	primary key (unit, kind, number, line)
);
create index delivery_line_order on delivery_line (unit, order_no, order_line);
create index delivery_line_day on delivery_line (unit, day, kind, number);
create index delivery_line_product on delivery_line (unit, product, day);
create table customer_bill (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	customer  text   not null,
	due       text   not null,
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);
create unique index customer_bill_corrected on customer_bill (unit, corrects) where corrects <> 0;
create table customer_bill_delivery (
	unit     text   not null,
	number   bigint not null,
	delivery bigint not null,
	primary key (unit, number, delivery),
	foreign key (unit, number) references customer_bill (unit, number)
);
create index customer_bill_of on customer_bill_delivery (unit, delivery);
create table customer_payment (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	customer  text   not null,
	note      text   not null,
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);

create table contract (
	unit       text   not null,
	number     bigint not null,
	code       text   not null,
	day        text   not null,
	customer   text   not null,
	from_day   text   not null,
	to_day     text   not null,
	ours_pct   text   not null,
	theirs_pct text   not null,
	limit_pct  text   not null,
	note       text   not null,
	act        bigint not null,
	primary key (unit, number)
);
create table contract_line (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	product  text   not null,
	grade    text   not null,
	spec     text   not null,
	quantity bigint not null check (quantity > 0),
	price    text   not null,
	currency text   not null,
	primary key (unit, number, line),
	foreign key (unit, number) references contract (unit, number)
);
create table contract_month (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	month    text   not null,
	quantity bigint not null check (quantity > 0),
	primary key (unit, number, line, month),
	foreign key (unit, number, line) references contract_line (unit, number, line)
);
create table contract_share (
	unit     text   not null,
	number   bigint not null,
	line     bigint not null,
	act      bigint not null,
	member   text   not null,
	quantity bigint not null check (quantity > 0),
	primary key (unit, number, line, act, member),
	foreign key (unit, number, line) references contract_line (unit, number, line)
);
create table contract_penalty (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	contract  bigint not null,
	side      text   not null check (side in ('ours', 'theirs')),
	customer  text   not null,
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);

-- Goods that are not sold before a day.
create table hold (
	unit     text   not null,
	number   bigint not null,
	day      text   not null,
	product  text   not null,
	grade    text   not null,
	quantity bigint not null check (quantity > 0),
	until    text   not null,
	why      text   not null,
	act      bigint not null,
	primary key (unit, number)
);
create table hold_release (
	unit   text   not null,
	number bigint not null,
	act    bigint not null,
	day    text   not null,
	why    text   not null,
	primary key (unit, number),
	foreign key (unit, number) references hold (unit, number)
);

-- forever: customer, price, sale_order, sale_order_line, sale_order_end, delivery_line, customer_bill, customer_bill_delivery
-- forever: customer_payment, contract, contract_line, contract_month, contract_share, contract_penalty, hold, hold_release

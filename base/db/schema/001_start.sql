-- Unit tables: `unit` leads every key, and every reference between them.
-- Money is whole smallest coins with a currency beside it; quantities are
-- millionths; rates and percentages are exact decimals as text; days are
-- yyyy-mm-dd. Numbers that people see come from `counter`.

create table head (
	unit text   not null primary key,
	seq  bigint not null,
	hash text   not null
);
create table counter (
	unit text   not null,
	name text   not null,
	last bigint not null,
	primary key (unit, name)
);

-- The log of acts: the minute book of the machine.
create table act_log (
	unit       text   not null,
	seq        bigint not null,
	at         text   not null,
	who        text   not null,
	door       text   not null,
	name       text   not null,
	resolution text   not null,
	idem       text   not null,
	digest     text   not null,
	effects    text   not null,
	hash       text   not null,
	input      text   not null,
	answer     text   not null,
	primary key (unit, seq)
);
create unique index act_log_once on act_log (unit, idem) where idem <> '';

-- coop/unit
create table unit (
	unit    text   not null primary key,
	code    text   not null,
	parent  text   not null,
	act     bigint not null
);
create table unit_fact (
	unit  text   not null,
	field text   not null,
	since text   not null,
	act   bigint not null,
	value text   not null,
	primary key (unit, field, since, act)
);
create table charter (
	unit       text   not null,
	rule       text   not null,
	since      text   not null,
	act        bigint not null,
	value      text   not null,
	clause     text   not null,
	resolution bigint not null,
	primary key (unit, rule, since, act)
);
create table reference_wage (
	unit     text   not null,
	year     bigint not null,
	trade    text   not null,
	grade    text   not null,
	act      bigint not null,
	amount   bigint not null check (amount > 0),
	currency text   not null,
	primary key (unit, year, trade, grade, act)
);

-- coop/ledger
create table account (
	unit text   not null,
	code text   not null,
	name text   not null,
	kind text   not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
	act  bigint not null,
	primary key (unit, code)
);
create table period (
	unit  text   not null,
	year  bigint not null,
	act   bigint not null,
	state text   not null check (state in ('open', 'closed', 'locked')),
	primary key (unit, year, act)
);
create table entry (
	unit     text   not null,
	number   bigint not null,
	day      text   not null,
	memo     text   not null,
	kind     text   not null,
	currency text   not null,
	reverses bigint not null,
	act      bigint not null,
	hash     text   not null,
	primary key (unit, number)
);
create unique index entry_reversed_once on entry (unit, reverses) where reverses <> 0;
create index entry_day on entry (unit, day, number);
create table posting (
	unit    text   not null,
	month   text   not null,
	entry   bigint not null,
	line    bigint not null,
	account text   not null,
	party   text   not null,
	amount  bigint not null,
	primary key (unit, month, entry, line),
	foreign key (unit, entry) references entry (unit, number),
	foreign key (unit, account) references account (unit, code)
);
create index posting_account on posting (unit, account, month, entry);
create index posting_party on posting (unit, party, month, entry) where party <> '';

-- What each account has moved in a month, and each party of it: derived from
-- posting, so that a balance needs no scan over history; verify holds them
-- against each other.
create table balance (
	unit     text   not null,
	month    text   not null,
	account  text   not null,
	currency text   not null,
	debit    bigint not null,
	credit   bigint not null,
	primary key (unit, month, account, currency)
);
create table party_balance (
	unit     text   not null,
	month    text   not null,
	account  text   not null,
	party    text   not null,
	currency text   not null,
	debit    bigint not null,
	credit   bigint not null,
	primary key (unit, month, account, party, currency)
);

-- coop/member: each change of a member's particulars is a new row.
create table member (
	unit     text   not null,
	no       text   not null,
	since    text   not null,
	act      bigint not null,
	name     text   not null,
	search   text   not null,
	sex      text   not null,
	born     bigint not null,
	standing text   not null check (standing in ('member', 'apprentice')),
	grade    text   not null,
	joined   text   not null,
	left_on  text   not null,
	grounds  text   not null,
	primary key (unit, no, since, act)
);

-- coop/capital
create table share (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	member    text   not null,
	kind      text   not null check (kind in ('cash share', 'tool share', 'entrance fee')),
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);
create index share_member on share (unit, member, day);
create table tool (
	unit       text   not null,
	no         text   not null,
	act        bigint not null,
	line       bigint not null,
	since      text   not null,
	day        text   not null,
	member     text   not null,
	name       text   not null,
	appraised  bigint not null,
	price      bigint not null,
	own_cost   bigint not null,
	currency   text   not null,
	discount   text   not null,
	instalments bigint not null,
	life_years bigint not null,
	entry      bigint not null,
	state      text   not null check (state in ('bought out', 'tool share', 'withdrawn', 'disposed', 'revalued')),
	primary key (unit, no, act, line)
);

-- coop/work and coop/pay
create table rate (
	unit      text   not null,
	operation text   not null,
	quality   text   not null,
	since     text   not null,
	act       bigint not null,
	per       text   not null,
	rate      text   not null,
	norm      text   not null,
	primary key (unit, operation, quality, since, act)
);
create table work (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	member    text   not null,
	operation text   not null,
	quality   text   not null,
	quantity  bigint not null,
	hours     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);
create index work_day on work (unit, day, member);
create table pay_run (
	unit     text   not null,
	month    text   not null,
	run      bigint not null,
	act      bigint not null,
	entry    bigint not null,
	total    bigint not null,
	currency text   not null,
	primary key (unit, month, run)
);
create table pay_slip (
	unit     text   not null,
	month    text   not null,
	run      bigint not null,
	member   text   not null,
	amount   bigint not null,
	currency text   not null,
	before   bigint not null,
	percent  text   not null,
	primary key (unit, member, month, run)
);
create index pay_slip_month on pay_slip (unit, month, run);
create table pay_line (
	unit      text   not null,
	month     text   not null,
	run       bigint not null,
	member    text   not null,
	operation text   not null,
	quality   text   not null,
	rate      text   not null,
	per       text   not null,
	quantity  bigint not null,
	hours     bigint not null,
	primary key (unit, member, month, run, operation, quality, rate)
);

-- coop/supply, coop/goods, coop/sale, coop/cost: as far as the year's sheets go.
create table purchase (
	unit          text   not null,
	number        bigint not null,
	day           text   not null,
	supplier      text   not null,
	supplier_kind text   not null,
	material      text   not null,
	quantity      bigint not null,
	per           text   not null,
	amount        bigint not null,
	currency      text   not null,
	entry         bigint not null,
	act           bigint not null,
	sheet_row     bigint not null,
	corrects      bigint not null,
	primary key (unit, number)
);
create index purchase_day on purchase (unit, day);
create table stock_count (
	unit     text   not null,
	day      text   not null,
	kind     text   not null,
	act      bigint not null,
	amount   bigint not null,
	currency text   not null,
	primary key (unit, day, kind, act)
);
create table sale (
	unit          text   not null,
	number        bigint not null,
	day           text   not null,
	customer      text   not null,
	customer_kind text   not null,
	order_kind    text   not null,
	product       text   not null,
	quality       text   not null,
	quantity      bigint not null,
	amount        bigint not null,
	currency      text   not null,
	entry         bigint not null,
	act           bigint not null,
	sheet_row     bigint not null,
	corrects      bigint not null,
	primary key (unit, number)
);
create index sale_day on sale (unit, day);
create table expense (
	unit      text   not null,
	number    bigint not null,
	day       text   not null,
	kind      text   not null,
	amount    bigint not null,
	currency  text   not null,
	entry     bigint not null,
	act       bigint not null,
	sheet_row bigint not null,
	corrects  bigint not null,
	primary key (unit, number)
);
create index expense_day on expense (unit, day);

-- coop/assembly
create table resolution (
	unit      text   not null,
	concerns  bigint not null,
	number    bigint not null,
	day       text   not null,
	words     text   not null,
	votes_for bigint not null,
	against   bigint not null,
	abstain   bigint not null,
	carried   boolean not null,
	act       bigint not null,
	primary key (unit, concerns, number)
);

-- coop/surplus
create table distribution (
	unit       text   not null,
	year       bigint not null,
	act        bigint not null,
	resolution bigint not null,
	entry      bigint not null,
	currency   text   not null,
	facts      text   not null,
	primary key (unit, year)
);
create table portion (
	unit     text   not null,
	year     bigint not null,
	member   text   not null,
	pool     text   not null,
	amount   bigint not null,
	cut      bigint not null,
	currency text   not null,
	primary key (unit, year, member, pool)
);

-- What a charter's own formulas ask of each member beside pay and shares.
create table measure (
	unit   text   not null,
	year   bigint not null,
	name   text   not null,
	member text   not null,
	act    bigint not null,
	value  text   not null,
	primary key (unit, year, name, member, act)
);

-- door/sheet: which files came in.
create table sheet_import (
	unit   text   not null,
	act    bigint not null,
	file   text   not null,
	digest text   not null,
	report text   not null,
	primary key (unit, act)
);

-- What must be unique beyond one unit has a table of its own.
create table unit_code (
	code text not null primary key,
	unit text not null
);
create table login (
	name     text    not null primary key,
	password text    not null,
	active   boolean not null
);
create table login_role (
	login  text not null,
	unit   text not null,
	role   text not null,
	member text not null,
	primary key (login, unit, role)
);

-- Local tables: this node's own.
create table session (
	token   text not null primary key,
	login   text not null,
	expires text not null
);

-- wide: act_log, distribution, sheet_import
-- forever: act_log, unit, unit_fact, charter, reference_wage, account, period, entry, posting, member, share, tool
-- forever: rate, work, pay_run, pay_slip, pay_line, purchase, stock_count, sale, expense, resolution, distribution, portion, measure
-- forever: sheet_import

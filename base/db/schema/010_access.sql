-- Sessions that end, the ways in beside a password, and tokens for programs.
-- These tables are about a login, which is unique beyond one unit.

alter table session add column opened text not null default '';
alter table session add column seen text not null default '';
alter table session add column agent text not null default '';
alter table session add column how text not null default '';
create index session_login on session (login);

alter table login add column seen text not null default '';
alter table login add column mail text not null default '';

-- A program's way in: kept is the token's hash, never the token.
create table api_token (
	token   text    not null primary key,
	login   text    not null,
	unit    text    not null,
	name    text    not null,
	reading boolean not null,
	made    text    not null,
	expires text    not null,
	seen    text    not null
);
create index api_token_login on api_token (login);

-- A key on a person's own device; the credential is its public half.
create table passkey (
	id         text not null primary key,
	login      text not null,
	name       text not null,
	made       text not null,
	seen       text not null,
	credential text not null
);
create index passkey_login on passkey (login);

-- Who somebody is at another house that knows them (OpenID Connect).
create table login_outside (
	issuer  text not null,
	subject text not null,
	login   text not null,
	primary key (issuer, subject)
);

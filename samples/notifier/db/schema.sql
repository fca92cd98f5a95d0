create table reader (
  id serial primary key, library text not null, name text not null, channel text not null, address text not null,
  "quietUntil" int not null default 0, "quietFrom" int not null default 0, fields jsonb not null default '{}'
);
create table notice (
  id serial primary key, library text not null, subject text not null, template text not null, state text not null,
  "createdAt" timestamptz not null default now()
);
create table delivery (notice int not null references notice (id), reader int not null references reader (id), ok boolean not null, detail text not null);
create index on delivery (notice, ok);
create table audit (at timestamptz not null default now(), who text not null, what text not null);

create table trailer (id bigint primary key, customer text not null default '', label text not null default '');
create table reading (
  trailer bigint not null references trailer (id),
  sensor smallint not null,
  taken_at timestamptz not null,
  value double precision not null,
  primary key (trailer, sensor, taken_at)
);
create table summary (trailer bigint not null, hour timestamptz not null, median real, p95 real, doors int, primary key (trailer, hour));

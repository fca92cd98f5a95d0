#include "frame.h"

#include <stdlib.h>
#include <string.h>

static uint16_t read_u16(const uint8_t *p) {
  return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t read_u32(const uint8_t *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static const uint8_t *read_varint(const uint8_t *p, uint32_t *value) {
  uint32_t result = 0;
  int shift = 0;
  while (*p & 0x80) {
    result |= (uint32_t)(*p++ & 0x7F) << shift;
    shift += 7;
  }
  result |= (uint32_t)*p++ << shift;
  *value = result;
  return p;
}

static int32_t unzigzag(uint32_t value) {
  return (int32_t)(value >> 1) ^ -(int32_t)(value & 1);
}

/* sensor, step in seconds, count, first value, then differences of differences as zigzag varints */
static int read_series(const uint8_t *p, size_t size, struct fd_series *series) {
  if (size < 9)
    return FD_RECORD;
  series->sensor = p[0];
  series->step_seconds = read_u16(p + 1);
  series->count = read_u16(p + 3);
  series->values = malloc(series->count * sizeof *series->values);
  if (series->values == NULL)
    return FD_MEMORY;
  if (series->count == 0)
    return FD_OK;
  int32_t value = (int32_t)read_u32(p + 5);
  int32_t slope = 0;
  series->values[0] = value;
  p += 9;
  for (size_t i = 1; i < series->count; i++) {
    uint32_t coded;
    p = read_varint(p, &coded);
    slope += unzigzag(coded);
    value += slope;
    series->values[i] = value;
  }
  return FD_OK;
}

static int read_note(const uint8_t *p, size_t size, char *note) {
  if (size < 1)
    return FD_RECORD;
  uint8_t length = p[0];
  memcpy(note, p + 1, length);
  note[length] = '\0';
  return FD_OK;
}

static int read_record(const uint8_t *p, size_t size, struct fd_record *record) {
  switch (record->type) {
    case FD_SERIES:
      return read_series(p, size, &record->body.series);
    case FD_DOOR:
      if (size < 4)
        return FD_RECORD;
      record->body.door.door = p[0];
      record->body.door.open = p[1] != 0;
      record->body.door.at = read_u16(p + 2);
      return FD_OK;
    case FD_POSITION:
      if (size < 8)
        return FD_RECORD;
      record->body.position.latitude = (int32_t)read_u32(p);
      record->body.position.longitude = (int32_t)read_u32(p + 4);
      return FD_OK;
    case FD_NOTE:
      return read_note(p, size, record->body.note);
    default:
      return FD_RECORD;
  }
}

enum fd_status fd_decode(const uint8_t *bytes, size_t size, struct fd_frame **out) {
  uint8_t *expanded = NULL;
  enum fd_status status = FD_OK;

  *out = NULL;
  if (size < FD_HEADER_SIZE + 2)
    return FD_SHORT;
  if (bytes[0] != 0xC0 || bytes[1] != 0x1D)
    return FD_MAGIC;
  if (bytes[2] != 2)
    return FD_VERSION;

  size_t body_size = read_u16(bytes + 16);
  if (size < FD_HEADER_SIZE + body_size + 2)
    return FD_SHORT;
  if (fd_crc16(bytes, FD_HEADER_SIZE + body_size) != read_u16(bytes + FD_HEADER_SIZE + body_size))
    return FD_CHECKSUM;

  const uint8_t *p = bytes + FD_HEADER_SIZE;
  const uint8_t *end = p + body_size;
  if (bytes[3] & FD_FLAG_RUNS) {
    expanded = malloc(FD_MAX_EXPANDED);
    if (expanded == NULL)
      return FD_MEMORY;
    long length = expand_runs(p, body_size, expanded, FD_MAX_EXPANDED);
    if (length < 0) {
      free(expanded);
      return FD_RECORD;
    }
    p = expanded;
    end = expanded + length;
  }

  struct fd_frame *frame = calloc(1, sizeof *frame);
  if (frame == NULL)
    return FD_MEMORY;
  frame->minutes = read_u16(bytes + 4);
  frame->trailer = read_u32(bytes + 6);
  frame->sequence = read_u16(bytes + 10);
  uint16_t announced = read_u16(bytes + 14);
  frame->records = malloc(announced * sizeof *frame->records);
  if (frame->records == NULL && announced > 0) {
    status = FD_MEMORY;
    goto done;
  }

  for (uint16_t i = 0; i < announced; i++) {
    if (end - p < 3) {
      status = FD_RECORD;
      goto done;
    }
    struct fd_record *record = &frame->records[i];
    size_t record_size = read_u16(p + 1);
    record->type = (enum fd_record_type)p[0];
    p += 3;
    if ((size_t)(end - p) < record_size) {
      status = FD_RECORD;
      goto done;
    }
    status = read_record(p, record_size, record);
    if (status != FD_OK)
      goto done;
    frame->record_count++;
    p += record_size;
  }

done:
  free(expanded);
  if (status != FD_OK) {
    fd_free(frame);
    return status;
  }
  *out = frame;
  return FD_OK;
}

void fd_free(struct fd_frame *frame) {
  if (frame == NULL)
    return;
  for (size_t i = 0; i < frame->record_count; i++) {
    if (frame->records[i].type == FD_SERIES)
      free(frame->records[i].body.series.values);
  }
  free(frame->records);
  free(frame);
}

const char *fd_status_text(enum fd_status status) {
  static const char *const texts[] = {
      "ok", "frame is too short", "wrong magic", "unknown version", "wrong checksum", "broken record", "out of memory",
  };
  int index = -(int)status;
  return index >= 0 && index < (int)(sizeof texts / sizeof texts[0]) ? texts[index] : "unknown";
}

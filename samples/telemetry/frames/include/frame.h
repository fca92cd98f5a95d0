/* Frames of the trailer boxes, protocol 2.
 *
 *   0  2  magic C0 1D        6  4  trailer number      14  2  number of records
 *   2  1  version            10 2  sequence number     16  2  bytes of records
 *   3  1  flags              12 2  reserved            18  .. records, then CRC-16 of all before it
 *   4  2  minutes since boot
 *
 * All numbers are little endian. A record is a type byte, a length of two bytes, and its body. With FD_FLAG_RUNS set
 * the records are run-length coded as a whole.
 */
#ifndef NORTHLANE_FRAME_H
#define NORTHLANE_FRAME_H

#include <stddef.h>
#include <stdint.h>

#define FD_HEADER_SIZE 18
#define FD_FLAG_RUNS 0x01
#define FD_NOTE_SIZE 32
#define FD_MAX_EXPANDED 65536

enum fd_status {
  FD_OK = 0,
  FD_SHORT = -1,
  FD_MAGIC = -2,
  FD_VERSION = -3,
  FD_CHECKSUM = -4,
  FD_RECORD = -5,
  FD_MEMORY = -6,
};

enum fd_record_type { FD_SERIES = 1, FD_DOOR = 2, FD_POSITION = 3, FD_NOTE = 4 };

struct fd_series {
  uint8_t sensor;
  uint16_t step_seconds;
  size_t count;
  int32_t *values; /* hundredths of a degree */
};

struct fd_record {
  enum fd_record_type type;
  union {
    struct fd_series series;
    struct { uint8_t door; uint8_t open; uint16_t at; } door;
    struct { int32_t latitude; int32_t longitude; } position; /* millionths of a degree */
    char note[FD_NOTE_SIZE];
  } body;
};

struct fd_frame {
  uint32_t trailer;
  uint16_t sequence;
  uint16_t minutes;
  size_t record_count;
  struct fd_record *records;
};

enum fd_status fd_decode(const uint8_t *bytes, size_t size, struct fd_frame **out);
void fd_free(struct fd_frame *frame);
const char *fd_status_text(enum fd_status status);

uint16_t fd_crc16(const uint8_t *bytes, size_t size);
long expand_runs(const uint8_t *from, size_t size, uint8_t *to, size_t capacity);

#endif

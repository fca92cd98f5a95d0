#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "frame.h"

static size_t build(uint8_t *frame, uint8_t flags, uint16_t records, const uint8_t *body, size_t body_size) {
  memset(frame, 0, FD_HEADER_SIZE);
  frame[0] = 0xC0;
  frame[1] = 0x1D;
  frame[2] = 2;
  frame[3] = flags;
  frame[6] = 77;
  frame[14] = (uint8_t)records;
  frame[16] = (uint8_t)body_size;
  memcpy(frame + FD_HEADER_SIZE, body, body_size);
  uint16_t crc = fd_crc16(frame, FD_HEADER_SIZE + body_size);
  frame[FD_HEADER_SIZE + body_size] = (uint8_t)crc;
  frame[FD_HEADER_SIZE + body_size + 1] = (uint8_t)(crc >> 8);
  return FD_HEADER_SIZE + body_size + 2;
}

static void test_series(void) {
  const uint8_t body[] = {1, 11, 0, 3, 60, 0, 3, 0, 100, 0, 0, 0, 2, 2};
  uint8_t bytes[64];
  struct fd_frame *frame;
  assert(fd_decode(bytes, build(bytes, 0, 1, body, sizeof body), &frame) == FD_OK);
  const struct fd_series *series = &frame->records[0].body.series;
  assert(frame->trailer == 77 && series->count == 3);
  assert(series->values[0] == 100 && series->values[1] == 101 && series->values[2] == 103);
  fd_free(frame);
}

static void test_checksum(void) {
  uint8_t bytes[64];
  struct fd_frame *frame;
  size_t size = build(bytes, 0, 0, (const uint8_t *)"", 0);
  bytes[5] ^= 1;
  assert(fd_decode(bytes, size, &frame) == FD_CHECKSUM && frame == NULL);
}

static void test_runs(void) {
  const uint8_t coded[] = {1, 'a', 'b', 129, 'c'};
  uint8_t plain[16];
  assert(expand_runs(coded, sizeof coded, plain, sizeof plain) == 5);
  assert(memcmp(plain, "abccc", 5) == 0);
}

int main(void) {
  test_series();
  test_checksum();
  test_runs();
  puts("frame_test: ok");
  return 0;
}

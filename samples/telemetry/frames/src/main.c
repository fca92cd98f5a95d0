/* framedec: reads frames from standard input, each after its length in two bytes, and writes one line of JSON each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"

static unsigned long frames_seen;
static unsigned long frames_broken;

static void print_text(const char *text) {
  putchar('"');
  for (const char *p = text; *p != '\0'; p++) {
    if ((unsigned char)*p >= 0x20)
      putchar(*p);
  }
  putchar('"');
}

static void print_record(const struct fd_record *record) {
  switch (record->type) {
    case FD_SERIES: {
      const struct fd_series *series = &record->body.series;
      printf("{\"series\":%u,\"step\":%u,\"values\":[", series->sensor, series->step_seconds);
      for (size_t i = 0; i < series->count; i++)
        printf("%s%ld", i > 0 ? "," : "", (long)series->values[i]);
      printf("]}");
      break;
    }
    case FD_DOOR:
      printf("{\"door\":%u,\"open\":%u,\"at\":%u}", record->body.door.door, record->body.door.open, record->body.door.at);
      break;
    case FD_POSITION:
      printf("{\"lat\":%ld,\"lon\":%ld}", (long)record->body.position.latitude, (long)record->body.position.longitude);
      break;
    case FD_NOTE:
      printf("{\"note\":");
      print_text(record->body.note);
      putchar('}');
      break;
  }
}

static void print_frame(const struct fd_frame *frame) {
  printf("{\"trailer\":%lu,\"sequence\":%u,\"minutes\":%u,\"records\":[", (unsigned long)frame->trailer, frame->sequence,
         frame->minutes);
  for (size_t i = 0; i < frame->record_count; i++) {
    if (i > 0)
      putchar(',');
    print_record(&frame->records[i]);
  }
  puts("]}");
}

int main(int argc, char **argv) {
  int keep_going = argc < 2 || strcmp(argv[1], "--once") != 0;
  do {
    uint8_t head[2];
    if (fread(head, 1, 2, stdin) != 2)
      break;
    size_t size = (size_t)(head[0] | head[1] << 8);
    uint8_t *bytes = malloc(size);
    if (bytes == NULL || fread(bytes, 1, size, stdin) != size) {
      free(bytes);
      return EXIT_FAILURE;
    }
    struct fd_frame *frame;
    enum fd_status status = fd_decode(bytes, size, &frame);
    frames_seen++;
    if (status == FD_OK) {
      print_frame(frame);
      fd_free(frame);
    } else {
      frames_broken++;
      printf("{\"error\":\"%s\"}\n", fd_status_text(status));
    }
    fflush(stdout);
    free(bytes);
  } while (keep_going);
  fprintf(stderr, "framedec: %lu frames, %lu broken\n", frames_seen, frames_broken);
  return EXIT_SUCCESS;
}

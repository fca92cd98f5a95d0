#include <string.h>

#include "frame.h"

/* A control byte below 128 is followed by that many literal bytes plus one; from 128 on, the next byte is repeated
 * (control - 126) times. Returns the expanded size or -1. */
long expand_runs(const uint8_t *from, size_t size, uint8_t *to, size_t capacity) {
  const uint8_t *end = from + size;
  uint8_t *start = to;
  while (from < end) {
    uint8_t control = *from++;
    if (control < 128) {
      size_t literal = (size_t)control + 1;
      if ((size_t)(end - from) < literal || (size_t)(to - start) + literal > capacity)
        return -1;
      memcpy(to, from, literal);
      from += literal;
      to += literal;
    } else {
      int repeat = control - 126;
      uint8_t value = *from++;
      while (repeat-- > 0)
        *to++ = value;
    }
  }
  return (long)(to - start);
}

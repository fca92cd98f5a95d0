/* The record layer of a TLS 1.3 endpoint: ChaCha20-Poly1305 only (RFC 8446 section 5, RFC 8439). */
#ifndef RECORD_H
#define RECORD_H

#include <stddef.h>
#include <stdint.h>

#define RECORD_HEADER 5
#define RECORD_TAG 16
#define RECORD_MAX_PLAIN 16384
#define RECORD_MAX_CIPHER (RECORD_MAX_PLAIN + 256)

enum { TYPE_ALERT = 21, TYPE_HANDSHAKE = 22, TYPE_APPLICATION = 23 };

enum record_status {
	RECORD_OK = 0,
	RECORD_NEED_MORE = 1,
	RECORD_UNEXPECTED = -10, /* the alerts of RFC 8446, negated */
	RECORD_BAD_MAC = -20,
	RECORD_OVERFLOW = -22,
	RECORD_EXHAUSTED = -80,
};

struct record_keys {
	uint8_t key[32];
	uint8_t iv[12];
	uint64_t sequence;
};

/* Opens the record at the start of `in` in place. */
int record_open(struct record_keys *keys, uint8_t *in, size_t available, uint8_t *type, uint8_t **plain,
		size_t *plain_length, size_t *consumed);
void record_wipe(struct record_keys *keys);

void chacha20_xor(const uint8_t key[32], const uint8_t nonce[12], uint32_t counter, uint8_t *data, size_t length);
void poly1305(const uint8_t key[32], const uint8_t *aad, size_t aad_length, const uint8_t *data, size_t length,
	      uint8_t tag[16]);

#endif

#include "record.h"

#include <string.h>

void record_wipe(struct record_keys *keys)
{
	volatile uint8_t *p = (volatile uint8_t *)keys;

	for (size_t i = 0; i < sizeof(*keys); i++)
		p[i] = 0;
}

/* In constant time. */
static int differ(const uint8_t *a, const uint8_t *b, size_t length)
{
	uint8_t sum = 0;

	while (length--)
		sum |= *a++ ^ *b++;
	return sum;
}

static void nonce_of(const struct record_keys *keys, uint8_t nonce[12])
{
	memcpy(nonce, keys->iv, 12);
	for (int i = 0; i < 8; i++)
		nonce[11 - i] ^= keys->sequence >> (8 * i);
}

int record_open(struct record_keys *keys, uint8_t *in, size_t available, uint8_t *type, uint8_t **plain,
		size_t *plain_length, size_t *consumed)
{
	uint8_t nonce[12], mac_key[32] = {0}, tag[RECORD_TAG];
	uint8_t *body = in + RECORD_HEADER;
	size_t length;

	if (available < RECORD_HEADER)
		return RECORD_NEED_MORE;
	if (in[0] != TYPE_APPLICATION || in[1] != 3 || in[2] != 3)
		return RECORD_UNEXPECTED;
	length = (size_t)in[3] << 8 | in[4];
	if (length > RECORD_MAX_CIPHER)
		return RECORD_OVERFLOW;
	if (length < RECORD_TAG + 1)
		return RECORD_BAD_MAC;
	if (available - RECORD_HEADER < length)
		return RECORD_NEED_MORE;
	if (keys->sequence == UINT64_MAX)
		return RECORD_EXHAUSTED;

	*consumed = RECORD_HEADER + length;
	length -= RECORD_TAG;
	nonce_of(keys, nonce);
	chacha20_xor(keys->key, nonce, 0, mac_key, sizeof(mac_key));
	poly1305(mac_key, in, RECORD_HEADER, body, length, tag);
	if (differ(tag, body + length, RECORD_TAG))
		return RECORD_BAD_MAC;
	chacha20_xor(keys->key, nonce, 1, body, length);
	keys->sequence++;

	while (length && body[length - 1] == 0)
		length--;
	if (!length)
		return RECORD_UNEXPECTED;
	if (length - 1 > RECORD_MAX_PLAIN)
		return RECORD_OVERFLOW;
	*type = body[length - 1];
	if (*type != TYPE_ALERT && *type != TYPE_HANDSHAKE && *type != TYPE_APPLICATION)
		return RECORD_UNEXPECTED;
	*plain = body;
	*plain_length = length - 1;
	return RECORD_OK;
}

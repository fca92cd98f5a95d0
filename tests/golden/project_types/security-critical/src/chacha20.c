#include <string.h>

#include "record.h"

static uint32_t load32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t rotl(uint32_t v, int n)
{
	return v << n | v >> (32 - n);
}

static void quarter(uint32_t *s, int a, int b, int c, int d)
{
	s[a] += s[b], s[d] = rotl(s[d] ^ s[a], 16);
	s[c] += s[d], s[b] = rotl(s[b] ^ s[c], 12);
	s[a] += s[b], s[d] = rotl(s[d] ^ s[a], 8);
	s[c] += s[d], s[b] = rotl(s[b] ^ s[c], 7);
}

static void block(const uint32_t in[16], uint8_t out[64])
{
	uint32_t s[16];

	memcpy(s, in, sizeof(s));
	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < 4; i++)
			quarter(s, i, 4 + i, 8 + i, 12 + i);
		for (int i = 0; i < 4; i++)
			quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
	}
	for (int i = 0; i < 16; i++) {
		uint32_t v = s[i] + in[i];

		for (int k = 0; k < 4; k++)
			out[4 * i + k] = v >> (8 * k);
	}
}

void chacha20_xor(const uint8_t key[32], const uint8_t nonce[12], uint32_t counter, uint8_t *data, size_t length)
{
	uint32_t state[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
	uint8_t stream[64];

	for (int i = 0; i < 8; i++)
		state[4 + i] = load32(key + 4 * i);
	for (int i = 0; i < 3; i++)
		state[13 + i] = load32(nonce + 4 * i);
	for (state[12] = counter; length; state[12]++) {
		size_t n = length < sizeof(stream) ? length : sizeof(stream);

		block(state, stream);
		for (size_t i = 0; i < n; i++)
			data[i] ^= stream[i];
		data += n;
		length -= n;
	}
}

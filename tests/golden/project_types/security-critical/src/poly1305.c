#include <string.h>

#include "record.h"

/* Numbers below 2^160 as five words, little end first; no branch depends on them. */
static void add(uint32_t h[5], const uint32_t c[5])
{
	uint64_t carry = 0;

	for (int i = 0; i < 5; i++) {
		carry += (uint64_t)h[i] + c[i];
		h[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

/* h * r modulo 2^130 - 5, but for a few multiples: what is above bit 130 comes back five times. */
static void multiply(uint32_t h[5], const uint32_t r[4])
{
	uint32_t product[10] = {0}, fourfold[5], once[5];

	for (int i = 0; i < 5; i++) {
		uint64_t carry = 0;

		for (int j = 0; j < 4; j++) {
			carry += (uint64_t)h[i] * r[j] + product[i + j];
			product[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
		product[i + 4] = (uint32_t)carry;
	}
	for (int i = 0; i < 5; i++) {
		fourfold[i] = product[4 + i];
		once[i] = product[4 + i] >> 2 | product[5 + i] << 30;
	}
	fourfold[0] &= ~3u;
	memcpy(h, product, 16);
	h[4] = product[4] & 3;
	add(h, fourfold);
	add(h, once);
}

static void words_of(const uint8_t *p, uint32_t *words)
{
	for (int i = 0; i < 4; i++)
		words[i] = p[4 * i] | (uint32_t)p[4 * i + 1] << 8 | (uint32_t)p[4 * i + 2] << 16 | (uint32_t)p[4 * i + 3] << 24;
}

/* Short blocks are padded with zeros to sixteen bytes (RFC 8439, 2.8). */
static void absorb(uint32_t h[5], const uint32_t r[4], const uint8_t *p, size_t length)
{
	while (length) {
		size_t n = length < 16 ? length : 16;
		uint8_t padded[16] = {0};
		uint32_t c[5];

		memcpy(padded, p, n);
		words_of(padded, c);
		c[4] = 1;
		add(h, c);
		multiply(h, r);
		p += n;
		length -= n;
	}
}

void poly1305(const uint8_t key[32], const uint8_t *aad, size_t aad_length, const uint8_t *data, size_t length,
	      uint8_t tag[16])
{
	static const uint32_t five[5] = {5};
	uint32_t h[5] = {0}, r[4], s[5] = {0}, over[5], keep;
	uint8_t lengths[16];

	words_of(key, r);
	words_of(key + 16, s);
	for (int i = 0; i < 4; i++)
		r[i] &= i ? 0x0ffffffc : 0x0fffffff;
	for (int i = 0; i < 8; i++) {
		lengths[i] = (uint8_t)((uint64_t)aad_length >> (8 * i));
		lengths[8 + i] = (uint8_t)((uint64_t)length >> (8 * i));
	}
	absorb(h, r, aad, aad_length);
	absorb(h, r, data, length);
	absorb(h, r, lengths, sizeof(lengths));
	memcpy(over, h, sizeof(h));
	add(over, five);
	keep = (over[4] >> 2) - 1; /* all ones: it was less than the modulus */
	for (int i = 0; i < 4; i++)
		h[i] = (h[i] & keep) | (over[i] & ~keep);
	add(h, s);
	for (int i = 0; i < 16; i++)
		tag[i] = (uint8_t)(h[i / 4] >> (8 * (i % 4)));
}

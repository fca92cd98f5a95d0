/* A log of 4 KiB pages on a raw block device; a key's newest page counts. */
#ifndef STORE_H
#define STORE_H

#include <stddef.h>
#include <stdint.h>

#define PAGE_BYTES 4096
#define PAGE_MAGIC 0x4b4c4f47u

struct page_header {
	uint32_t magic;
	uint32_t crc; /* of everything after this field */
	uint64_t sequence;
	uint64_t key;
	uint32_t length;
	uint32_t reserved;
};

#define PAGE_PAYLOAD (PAGE_BYTES - sizeof(struct page_header))

struct slot {
	uint64_t key;
	uint64_t sequence;
	uint64_t page; /* 0: free; page 0 of the device is never used */
};

struct store {
	int fd;
	uint64_t pages;
	uint64_t head; /* the next page to write */
	uint64_t sequence;
	struct slot *slots;
	size_t capacity; /* a power of two */
	size_t used;
	unsigned char *buffer; /* one aligned page */
};

int store_open(struct store *s, const char *device);
int store_put(struct store *s, uint64_t key, const void *data, size_t length);
int store_get(struct store *s, uint64_t key, void *data, size_t room);
void store_close(struct store *s);

#endif

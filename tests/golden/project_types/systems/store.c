#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static uint32_t crc32c(const unsigned char *p, size_t n)
{
	uint32_t crc = ~0u;

	while (n--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? (crc >> 1) ^ 0x82f63b78u : crc >> 1;
	}
	return ~crc;
}

static uint32_t page_crc(const unsigned char *page)
{
	size_t skip = offsetof(struct page_header, sequence);

	return crc32c(page + skip, PAGE_BYTES - skip);
}

static struct slot *find(struct store *s, uint64_t key)
{
	size_t i = (key * 0x9e3779b97f4a7c15ull) & (s->capacity - 1);

	while (s->slots[i].page && s->slots[i].key != key)
		i = (i + 1) & (s->capacity - 1);
	return &s->slots[i];
}

static int remember(struct store *s, uint64_t key, uint64_t sequence, uint64_t page)
{
	struct slot *slot = find(s, key);

	if (slot->page) {
		if (slot->sequence >= sequence)
			return 0;
	} else if (++s->used > s->capacity - s->capacity / 4) {
		return -ENOSPC;
	}
	slot->key = key;
	slot->sequence = sequence;
	slot->page = page;
	return 0;
}

/* Rebuilds the index from the pages' headers. */
static int replay(struct store *s)
{
	size_t bytes = s->pages * PAGE_BYTES;
	unsigned char *log = mmap(NULL, bytes, PROT_READ, MAP_SHARED, s->fd, 0);
	int rc = 0;

	if (log == MAP_FAILED)
		return -errno;
	madvise(log, bytes, MADV_SEQUENTIAL);
	for (uint64_t page = 1; page < s->pages && !rc; page++) {
		const unsigned char *at = log + page * PAGE_BYTES;
		struct page_header h;

		memcpy(&h, at, sizeof(h));
		if (h.magic != PAGE_MAGIC || h.length > PAGE_PAYLOAD || h.crc != page_crc(at))
			continue;
		rc = remember(s, h.key, h.sequence, page);
		if (h.sequence >= s->sequence) {
			s->sequence = h.sequence + 1;
			s->head = page + 1;
		}
	}
	munmap(log, bytes);
	return rc;
}

int store_open(struct store *s, const char *device)
{
	uint64_t bytes;
	int sector, rc;

	memset(s, 0, sizeof(*s));
	s->fd = open(device, O_RDWR | O_DIRECT | O_EXCL | O_CLOEXEC);
	if (s->fd < 0)
		return -errno;
	rc = -EINVAL;
	if (ioctl(s->fd, BLKGETSIZE64, &bytes) < 0 || ioctl(s->fd, BLKSSZGET, &sector) < 0 || sector > PAGE_BYTES)
		goto fail;
	s->pages = bytes / PAGE_BYTES;
	s->head = 1;
	s->capacity = 1024;
	while (s->capacity < s->pages * 2)
		s->capacity *= 2;
	rc = -ENOMEM;
	s->slots = calloc(s->capacity, sizeof(*s->slots));
	if (!s->slots || posix_memalign((void **)&s->buffer, PAGE_BYTES, PAGE_BYTES))
		goto fail;
	rc = replay(s);
	if (!rc)
		return 0;
fail:
	store_close(s);
	return rc;
}

/* The next page that holds no key's newest value. */
static int next_page(struct store *s, uint64_t *page)
{
	for (uint64_t tried = 1; tried < s->pages; tried++, s->head++) {
		struct page_header h;

		if (s->head >= s->pages)
			s->head = 1;
		if (pread(s->fd, s->buffer, PAGE_BYTES, s->head * PAGE_BYTES) != PAGE_BYTES)
			return -EIO;
		memcpy(&h, s->buffer, sizeof(h));
		if (h.magic != PAGE_MAGIC || find(s, h.key)->page != s->head) {
			*page = s->head++;
			return 0;
		}
	}
	return -ENOSPC;
}

int store_put(struct store *s, uint64_t key, const void *data, size_t length)
{
	struct page_header h = {.magic = PAGE_MAGIC, .key = key, .length = length};
	uint64_t page;
	int rc = length > PAGE_PAYLOAD ? -EFBIG : next_page(s, &page);

	if (rc)
		return rc;
	h.sequence = s->sequence++;
	memset(s->buffer, 0, PAGE_BYTES);
	memcpy(s->buffer, &h, sizeof(h));
	if (length)
		memcpy(s->buffer + sizeof(h), data, length);
	h.crc = page_crc(s->buffer);
	memcpy(s->buffer, &h, sizeof(h));
	if (pwrite(s->fd, s->buffer, PAGE_BYTES, page * PAGE_BYTES) != PAGE_BYTES || fdatasync(s->fd) < 0)
		return -EIO;
	return remember(s, key, h.sequence, page);
}

int store_get(struct store *s, uint64_t key, void *data, size_t room)
{
	struct slot *slot = find(s, key);
	struct page_header h;

	if (!slot->page)
		return -ENOENT;
	if (pread(s->fd, s->buffer, PAGE_BYTES, slot->page * PAGE_BYTES) != PAGE_BYTES)
		return -EIO;
	memcpy(&h, s->buffer, sizeof(h));
	if (h.crc != page_crc(s->buffer) || h.length > PAGE_PAYLOAD)
		return -EBADMSG;
	memcpy(data, s->buffer + sizeof(h), h.length < room ? h.length : room);
	return h.length;
}

void store_close(struct store *s)
{
	free(s->slots);
	free(s->buffer);
	close(s->fd);
}

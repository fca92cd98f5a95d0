#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store.h"

int main(int argc, char **argv)
{
	struct store store;
	char data[PAGE_BYTES];
	uint64_t key;
	int rc;

	if (argc < 4) {
		fprintf(stderr, "usage: %s DEVICE put|get KEY < DATA\n", argv[0]);
		return 2;
	}
	rc = store_open(&store, argv[1]);
	if (rc) {
		fprintf(stderr, "%s: %s\n", argv[1], strerror(-rc));
		return 1;
	}
	key = strtoull(argv[3], NULL, 0);
	if (!strcmp(argv[2], "put")) {
		rc = store_put(&store, key, data, fread(data, 1, sizeof(data), stdin));
	} else {
		rc = store_get(&store, key, data, sizeof(data));
		if (rc > 0)
			fwrite(data, 1, rc, stdout);
	}
	if (rc < 0)
		fprintf(stderr, "%s: %s\n", argv[2], strerror(-rc));
	store_close(&store);
	return rc < 0;
}

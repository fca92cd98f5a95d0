// The topics that vocabulary.h knows, by id: words of the field, none of a project.
#include "analyzer/facts/vocabulary.h"

namespace assay {
namespace {

constexpr std::array<Topic, topic_count> table = {{
    {"artifacts", "artifacts",
     "archive artifact blob checksum download fetch layer manifest mirror repository tarball upload"},
    {"async", "asynchronous code",
     "async asyncio await coroutine deferred event eventlet future gevent loop promise reactor twisted"},
    {"auth", "accounts and permissions",
     "acl auth authenticate authorization jwt ldap login logout oauth password permission role scope session token "
     "user"},
    {"business", "business objects",
     "account address cart company customer email invoice member order organization payment price product project "
     "subscription team user"},
    {"bytes", "bytes and bits",
     "bit buf byte bytearray checksum crc endian hex magic mask nibble octet offset pack shift struct unpack "
     "unsigned"},
    {"chain", "chains of blocks", "block chain consensus ledger mempool merkle peer transaction validator wallet"},
    {"clouds", "clouds",
     "ami aws azure bucket cloud credentials droplet elb gcp iam instance lambda openstack region tenant vpc zone"},
    {"codec", "encoding and compression",
     "bitstream brotli codec compress compression decode decompress deflate encode entropy gzip huffman inflate "
     "snappy varint zlib zstd"},
    {"commandline", "command lines",
     "argparse args argv cli command exit flag help option optparse prompt quiet stderr stdin stdout subcommand "
     "terminal usage verbose"},
    {"compilation", "compiling",
     "assembler bundle bytecode chunk codegen compile emit instruction interpreter ir linker mangle minify opcode "
     "optimizer register sourcemap ssa transform transpile vm"},
    {"configs", "configuration",
     "config configuration defaults env ini override render settings template toml yaml yml"},
    {"containers", "containers",
     "cgroup cluster compose container docker image kube kubectl kubernetes namespace orchestrator pod registry "
     "runtime swarm"},
    {"content", "published content",
     "article author blog category comment message notification post slug tag thread title topic"},
    {"crypto", "cryptography",
     "aes bcrypt cipher ciphertext crypto curve decrypt digest ecdsa encrypt encryption hash hmac kdf keypair "
     "modulus nonce plaintext prf prime rsa salt secret sign signature verify"},
    {"dataframes", "data frames and charts",
     "axes axis cell chart column csv dataframe df excel figure groupby legend pandas pivot plot row series sheet "
     "spreadsheet"},
    {"diffing", "differences and revisions",
     "blame changeset commit delta diff hunk manifest merge patch revision tree"},
    {"evaluator", "rules that are evaluated",
     "condition evaluate evaluation feature filter flag match operator policy predicate rollout rule segment "
     "variant"},
    {"fonts", "fonts and glyphs", "bidi charset codepoint font glyph kerning ligature outline unicode"},
    {"forges", "code hosting", "branch clone commit git github gitlab hook pull push ref repo webhook"},
    {"formatting", "formatting and linting",
     "autofix dedent format indent indentation linebreak lint newline pretty printer quotes reformat trailing"},
    {"forms", "forms", "choices clean field form input label placeholder required submit validate widget"},
    {"game", "games", "collision entity game physics player render shader sprite texture world"},
    {"geometry", "geometry",
     "angle bbox bounds coordinate distance geometry latitude longitude mesh point polygon radius rectangle "
     "rotation triangle"},
    {"graphs", "graphs and constraints",
     "adjacency backtrack candidate constraint cycle dependency edge graph path resolve satisfy shortest "
     "topological vertex vertices"},
    {"http", "HTTP", "api body cookie delete endpoint get header http post put request response rest status uri url"},
    {"injection", "injected objects",
     "annotation aspect autowired bean container context factory inject interceptor module provider service "
     "singleton"},
    {"interface", "user interface",
     "button classname click component css dialog document dom drag element hover icon jsx modal onclick props "
     "react scroll state style theme vue window"},
    {"kernel", "kernels and devices",
     "bus cpu device dma driver fd firmware inode interrupt ioctl irq kernel mmap mount pci syscall umount usb"},
    {"learning", "machine learning",
     "batch checkpoint cuda dataset embedding epoch gpu inference keras layer loss model optimizer predict tensor "
     "tensorflow torch train"},
    {"lintrules", "lint rules", "config error eslint fixable off plugin preset recommended report rule severity warn"},
    {"locale", "languages and locales", "gettext language locale plural timezone translate translation"},
    {"logs", "logs", "appender harvest journald log rotate shipper sink syslog tail"},
    {"matching", "patterns and matching",
     "fnmatch fuzzy glob match pattern prefix regex regexp substring suffix wildcard"},
    {"media", "images and sound",
     "audio bitmap channel codec fps frame image jpeg pixel png resample resolution rgb rgba sample stream video "
     "waveform"},
    {"memory", "memory by hand",
     "alloc calloc dealloc free malloc memcpy memmove memset null pointer ptr realloc refcount sizeof strcpy "
     "strlen strncpy"},
    {"meta", "reflection",
     "eval exec getattr hasattr inspect introspect metaclass monkeypatch proxy reflect reflection send setattr"},
    {"mobile", "mobile screens", "activity adapter android fragment intent ios layout screen view viewmodel"},
    {"monitoring", "monitoring",
     "agent alert check collect counter gauge graphite health healthcheck heartbeat interval metric monitor poll "
     "probe prometheus statsd"},
    {"netadmin", "networks",
     "address bridge dhcp dns firewall gateway interface ip iptables mac network record resolver subnet vlan zone"},
    {"numeric", "numbers and arrays",
     "array axis cosine cumsum dot dtype eigen epsilon gradient histogram integral interpolate linalg matrix mean "
     "ndarray norm numpy scalar std sum tensor variance vector weights"},
    {"orm", "tables and records",
     "association belongs column fields foreign foreignkey insert join migrate migration model objects orm query "
     "queryset record scope select session sql table update validates where"},
    {"pages", "pages", "admin breadcrumb context css html layout locals menu page partial render template title view"},
    {"plugins", "plug-ins",
     "addon callback decorator entrypoint extension hook mixin override plugin register registry subclass"},
    {"processes", "processes",
     "daemon exec fork kill pid popen process shell sigkill signal sigterm spawn stdout subprocess supervisor"},
    {"provision", "deployment",
     "buildpack deploy deployment environment install package provision release rollback stack target upgrade"},
    {"proxying", "traffic that is passed on",
     "backend balancer forward gateway ingress proxy relay route tunnel upstream vhost"},
    {"queues", "queues and jobs",
     "amqp broker consumer dequeue enqueue job kafka producer publish queue rabbitmq redis retry scheduler "
     "subscribe task topic worker"},
    {"ratelimit", "limits and expiry", "bucket burst cache expire expiry limit quota rate throttle ttl"},
    {"remote", "remote hosts", "host remote rsync scp sftp ssh tunnel"},
    {"schedules", "schedules and leases",
     "cron crontab deadline delay election interval leader lease lock schedule timeout timer"},
    {"science", "science and simulation",
     "alignment allele atom genome kmer molecule particle read sequence simulate simulation solver trajectory "
     "variant"},
    {"search", "search indexes",
     "analyzer corpus document index inverted ngram posting query rank score search stemmer term"},
    {"serialise", "serialisation", "avro deserialize marshal msgpack protobuf schema serialize thrift unmarshal wire"},
    {"sockets", "sockets and connections",
     "accept bind client conn connect connection handshake host keepalive listen port recv send server socket tcp "
     "udp"},
    {"storage", "storage engines",
     "blocks btree checkpoint compact compaction extent flush journal lsn memstore memtable mvcc page segment "
     "shard snapshot sstable tablet tuple vacuum wal"},
    {"sync", "locks and threads", "atomic barrier condition lock mutex semaphore synchronized thread volatile"},
    {"syntax", "syntax and parsing",
     "ast brace bracket comma cst eof grammar ident identifier keyword lex lexeme lexical literal lookahead "
     "nonterminal paren parenthesis parse production punctuator semicolon syntax token tokenized unparse "
     "whitespace"},
    {"trees", "syntax trees",
     "ancestor binary child children decl declaration descendants expr expression leaf node operand sibling "
     "statement stmt subtree traverse unary visit walker"},
    {"typing", "types and scopes",
     "annotation binding callable generic infer inference lvalue overload rvalue scope signature subtype typecheck "
     "typevar unify variance"},
    {"vms", "virtual machines", "boot disk guest hypervisor image libvirt mount qemu snapshot vm volume"},
}};

}  // namespace

std::span<const Topic, topic_count> topics() { return table; }

}  // namespace assay

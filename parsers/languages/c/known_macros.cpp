// Macros of libraries that repositories use and do not carry: what they are for. A repository's own are learnt (macros.h).
#include "parsers/languages/c/macros.h"

namespace assay {
namespace {

// From the Linux kernel, glibc, libstdc++, the BSDs, PostgreSQL, GLib, Qt, Boost, CPython, Unreal, Windows' headers and
// common embedded toolchains.
constexpr std::string_view annotations =
    "_Complex APIENTRY BOOST_ATTRIBUTE_NODISCARD BOOST_ATTRIBUTE_UNUSED BOOST_CONSTEXPR BOOST_CONSTEXPR_OR_CONST "
    "BOOST_CXX14_CONSTEXPR BOOST_DEDUCED_TYPENAME BOOST_FINAL BOOST_FORCEINLINE BOOST_MAY_ALIAS BOOST_NOEXCEPT "
    "BOOST_NOEXCEPT_OR_NOTHROW BOOST_NOINLINE BOOST_NORETURN BOOST_OVERRIDE BOOST_PREVENT_MACRO_SUBSTITUTION "
    "BOOST_SYMBOL_EXPORT BOOST_SYMBOL_IMPORT BOOST_SYMBOL_VISIBLE CALLBACK CURL_EXTERN FORCEINLINE FORCENOINLINE "
    "GLIB_AVAILABLE_IN_ALL G_BEGIN_DECLS G_END_DECLS G_GNUC_CONST G_GNUC_INTERNAL G_GNUC_MALLOC G_GNUC_NORETURN "
    "G_GNUC_NULL_TERMINATED G_GNUC_PURE G_GNUC_UNUSED G_GNUC_WARN_UNUSED_RESULT LUAI_FUNC LUALIB_API LUA_API "
    "PGDLLEXPORT PGDLLIMPORT PNGAPI PyMODINIT_FUNC PyObject_HEAD PyObject_VAR_HEAD Py_BEGIN_ALLOW_THREADS "
    "Py_BLOCK_THREADS Py_END_ALLOW_THREADS Py_UNBLOCK_THREADS QT_FASTCALL Q_ALWAYS_INLINE Q_CORE_EXPORT "
    "Q_DECL_CONSTEXPR Q_DECL_CONST_FUNCTION Q_DECL_EQ_DEFAULT Q_DECL_EQ_DELETE Q_DECL_EXPORT Q_DECL_FINAL "
    "Q_DECL_HIDDEN "
    "Q_DECL_IMPORT Q_DECL_NOEXCEPT Q_DECL_NOTHROW Q_DECL_OVERRIDE Q_DECL_PURE_FUNCTION Q_DECL_RELAXED_CONSTEXPR "
    "Q_DECL_UNUSED Q_GADGET Q_GUI_EXPORT Q_INVOKABLE Q_NETWORK_EXPORT Q_NEVER_INLINE Q_NOREPLY Q_OBJECT "
    "Q_REQUIRED_RESULT Q_SCRIPTABLE Q_SIGNALS Q_SLOTS Q_WIDGETS_EXPORT SQLITE_API STDMETHODCALLTYPE WINAPI XMLCALL "
    "ZEXPORT ZLIB_INTERNAL _GLIBCXX_CONSTEXPR _GLIBCXX_NOEXCEPT _GLIBCXX_USE_NOEXCEPT _LIBCPP_CONSTEXPR "
    "_LIBCPP_INLINE_VISIBILITY _NOEXCEPT _Noreturn __BEGIN_DECLS __END_DECLS __THROW __THROWNL "
    "____cacheline_aligned ____cacheline_aligned_in_smp ____cacheline_internodealigned_in_smp __always_inline "
    "__always_unused __attribute_const__ __attribute_malloc__ __attribute_noinline__ __attribute_pure__ "
    "__attribute_used__ __bitwise __cacheline_aligned __cacheline_aligned_in_smp __cdecl __cold "
    "__compiletime_unresolvable __cpuidle __cpuinit __cpuinitdata __dead __dead2 __deprecated __designated_init "
    "__devexit __devinit __devinitdata __entry_text __exception __exception_irq_entry __exit __exitdata __exported "
    "__extension__ __fastcall __fixed_point __flatten __force __head __hidden __hot __hwasan __hyp_text __init "
    "__init_memblock __init_or_cpufreq __init_or_module __initconst __initconst_or_module __initdata "
    "__initdata_memblock __initdata_or_module __inline_hint __inline_maybe_unused __iomem __irq_entry __kconfig "
    "__kernel __kprobes __ksym __latent_entropy __lockfunc __malloc __maybe_unused __memexit __meminit "
    "__meminitdata __must_check __net_exit __net_init __net_initdata __no_kasan_or_inline __no_kcsan "
    "__no_kcsan_or_inline __no_randomize_layout __no_sanitize_address __no_sanitize_or_inline __no_stack_protector "
    "__nocast __noclone __noinline __nonstring __noreturn __nostackprotector __nvhe_undefined __packed "
    "__page_aligned_bss __page_aligned_data __percpu __private __ptr_ring __pure __pure2 __randomize_layout __rcu "
    "__read_mostly __ref __refconst __refdata __restrict__ __ro_after_init __safe __sched __softirq_entry "
    "__static_inline __stdcall __syscall_slow __thiscall __tlb_flush __tracefs __trusted __unused __used __user "
    "__vectorcall __visible __weak __weak_symbol __wsum_type __wur asmlinkage noinline noinline_for_stack noinstr "
    "nokprobe_inline notrace";

constexpr std::string_view annotations_with_argument =
    "ABSL_EXCLUSIVE_LOCKS_REQUIRED ABSL_GUARDED_BY ABSL_LOCKS_EXCLUDED ABSL_SHARED_LOCKS_REQUIRED ACQUIRED_AFTER "
    "ACQUIRED_BEFORE BOOST_ALIGNMENT BOOST_DEPRECATED BOOST_NOEXCEPT_IF BOOST_NOEXCEPT_OR_NOTHROW_IF "
    "EXCLUSIVE_LOCKS_REQUIRED EXCLUSIVE_LOCK_FUNCTION GENERATED_BODY GENERATED_IINTERFACE_BODY "
    "GENERATED_UCLASS_BODY GENERATED_UINTERFACE_BODY GENERATED_USTRUCT_BODY GUARDED_BY G_GNUC_DEPRECATED_FOR "
    "G_GNUC_FORMAT G_GNUC_PRINTF LOCKS_EXCLUDED PT_GUARDED_BY Q_ATTRIBUTE_FORMAT_PRINTF Q_DECL_ALIGN "
    "Q_DECL_DEPRECATED_X SHARED_LOCKS_REQUIRED UCLASS UDELEGATE UENUM UE_DEPRECATED UFUNCTION UINTERFACE UMETA "
    "UNLOCK_FUNCTION UPARAM UPROPERTY USTRUCT _Alignas _GLIBCXX_NOEXCEPT_IF __OS_AVAILABILITY __acquire_shared "
    "__acquires __alias __aligned __alloc_size __asm_label __assume_aligned __attr_access __attr_dealloc "
    "__attribute_alloc_size__ __attribute_deprecated_msg__ __attribute_format_arg__ __attribute_nonnull__ "
    "__bpf_md_ptr __cleanup __cond_acquires __copy __counted_by __counted_by_be __counted_by_le __dead_code "
    "__declspec __diagnose_as __error __format_arg __free __gnu_inline_with __malloc_like __must_hold __no_sanitize "
    "__nonnull __nonnull_all __printf __printflike __releases __scanf __scanflike __section __symbol_get __target "
    "__warning pg_attribute_aligned pg_attribute_printf";

constexpr std::string_view loops =
    "BOOST_FOREACH BOOST_REVERSE_FOREACH CIRCLEQ_FOREACH CPU_FOREACH DL_FOREACH DL_FOREACH_SAFE EVP_MD_FOREACH "
    "HASH_ITER LIST_FOREACH LIST_FOREACH_SAFE LL_FOREACH LL_FOREACH_SAFE Q_FOREACH RB_FOREACH RB_FOREACH_SAFE "
    "SIMPLEQ_FOREACH SLIST_FOREACH SLIST_FOREACH_SAFE SPLAY_FOREACH STAILQ_FOREACH STAILQ_FOREACH_SAFE "
    "TAILQ_FOREACH TAILQ_FOREACH_REVERSE TAILQ_FOREACH_SAFE VNET_FOREACH cJSON_ArrayForEach foreach "
    "json_array_foreach json_object_foreach kh_foreach ngx_list_foreach utarray_foreach wl_list_for_each";

constexpr std::string_view texts =
    "G_GINT64_FORMAT G_GSIZE_FORMAT G_GSSIZE_FORMAT G_GUINT64_FORMAT KERN_ALERT KERN_CONT KERN_CRIT KERN_DEBUG "
    "KERN_EMERG KERN_ERR KERN_INFO KERN_NOTICE KERN_WARNING PRIX16 PRIX32 PRIX64 PRIX8 PRId16 PRId32 PRId64 PRId8 "
    "PRIdMAX PRIdPTR PRIi32 PRIi64 PRIo32 PRIo64 PRIu16 PRIu32 PRIu64 PRIu8 PRIuMAX PRIuPTR PRIx16 PRIx32 PRIx64 "
    "PRIx8 PRIxPTR SCNd32 SCNd64 SCNu32 SCNu64 SCNuMAX SCNx32 SCNx64";

}  // namespace

MacroTable repository_macros() {
  MacroTable known;
  known.know(annotations, MacroKind::Annotation);
  known.know(annotations_with_argument, MacroKind::AnnotationCall);
  known.know(loops, MacroKind::Loop);
  known.know(texts, MacroKind::Text);
  return known;
}

const MacroTable& known_macros() {
  static const MacroTable table = [] {
    MacroTable known = repository_macros();
    known.settle();
    return known;
  }();
  return table;
}

bool may_define_for_others(std::string_view path) {
  for (const std::string_view end : {".c", ".cc", ".cpp", ".cxx", ".c++", ".C"}) {
    if (path.ends_with(end)) return false;
  }
  return true;
}

}  // namespace assay

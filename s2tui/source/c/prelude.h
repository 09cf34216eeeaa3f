/* What the common headers of a kernel provide, in our own words. Read after all files of a tree:
 * whatever they define themselves counts. */

typedef unsigned char u8, __u8, uint8_t;
typedef unsigned short u16, __u16, uint16_t;
typedef unsigned int u32, __u32, uint32_t;
typedef unsigned long u64, __u64, uint64_t;
typedef signed char s8, __s8, int8_t;
typedef short s16, __s16, int16_t;
typedef int s32, __s32, int32_t;
typedef long s64, __s64, int64_t;
typedef unsigned long size_t, uintptr_t, phys_addr_t, vm_flags_t, gfn_t, gpa_t, gva_t, hva_t, hpa_t;
typedef unsigned long hfn_t, kvm_pfn_t, pteval_t, pmdval_t, pudval_t, dma_addr_t;
typedef long ssize_t, ptrdiff_t, loff_t, intptr_t;
typedef unsigned int gfp_t, fault_flag_t, vm_fault_t, uint;
typedef unsigned long ulong, pgoff_t;
typedef struct { unsigned long pgprot; } pgprot_t;
typedef struct { unsigned long pte; } pte_t;
typedef struct { unsigned long pmd; } pmd_t;
typedef struct { unsigned long pud; } pud_t;
typedef struct { int counter; } atomic_t, refcount_t;
typedef struct { long counter; } atomic64_t, atomic_long_t;

#define UL(number) number##UL
#define ULL(number) number##ULL
#define _UL(number) number##UL
#define _ULL(number) number##ULL
#define _AC(number, suffix) number##suffix
#define _AT(type, number) ((type)(number))
#define BIT(place) (1ul << (place))
#define BIT_ULL(place) (1ull << (place))
#define _BITUL(place) (1ul << (place))
#define _BITULL(place) (1ull << (place))
#define GENMASK(high, low) ((~0ul << (low)) & (~0ul >> (63 - (high))))
#define GENMASK_ULL(high, low) ((~0ull << (low)) & (~0ull >> (63 - (high))))
#define GENMASK_U32(high, low) ((u32)GENMASK(high, low))
#define FIELD_PREP(mask, field) ((typeof(mask))((((typeof(mask))(field)) * ((mask) & -(mask))) & (mask)))
#define FIELD_GET(mask, word) ((typeof(mask))(((word) & (mask)) / ((mask) & -(mask))))
#define FIELD_MAX(mask) ((typeof(mask))((mask) / ((mask) & -(mask))))
#define ALIGN_DOWN(number, step) ((number) & ~((typeof(number))(step) - 1))
#define ALIGN(number, step) (((number) + ((typeof(number))(step) - 1)) & ~((typeof(number))(step) - 1))
#define IS_ALIGNED(number, step) (((number) & ((typeof(number))(step) - 1)) == 0)
#define PAGE_ALIGNED(address) IS_ALIGNED((unsigned long)(address), PAGE_SIZE)
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define __acquire(lock) ((void)0)
#define __release(lock) ((void)0)
#define likely(test) (!!(test))
#define unlikely(test) (!!(test))
#define swap(one, other) do { typeof(one) __kept = (one); (one) = (other); (other) = __kept; } while (0)
#define min(one, other) ({ typeof(one) __one = (one); typeof(other) __other = (other); __one < __other ? __one : __other; })
#define max(one, other) ({ typeof(one) __one = (one); typeof(other) __other = (other); __one > __other ? __one : __other; })
#define min_t(type, one, other) ({ type __one = (one); type __other = (other); __one < __other ? __one : __other; })
#define max_t(type, one, other) ({ type __one = (one); type __other = (other); __one > __other ? __one : __other; })

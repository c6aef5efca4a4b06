# Run by the build (impactwire_hash_header): writes OUTPUT, a header that defines
# MACRO as BASE and a hash over the names and bytes of all FILES (a list file, one
# path a line, below SOURCE_DIR), so that a change of any rule, list, model or line
# of code in them changes it, and nothing else does.
file(STRINGS ${FILES} paths)
set(all "")
foreach(path ${paths})
  file(SHA256 ${SOURCE_DIR}/${path} hash)
  string(APPEND all "${path} ${hash}\n")
endforeach()
string(SHA256 hash "${all}")
string(SUBSTRING ${hash} 0 12 hash)
file(WRITE ${OUTPUT} "#pragma once\n#define ${MACRO} \"${BASE}-${hash}\"\n")

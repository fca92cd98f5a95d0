# The HTML report's template: index.html with the style and the scripts of src/ inside → ${html_source}, which holds it.
set(page_folder ${CMAKE_CURRENT_LIST_DIR})
set(page_built ${PROJECT_BINARY_DIR}/reports/html)
set(modules ${page_folder}/node_modules)
find_program(NODE NAMES node nodejs REQUIRED)

file(GLOB page_sources CONFIGURE_DEPENDS ${page_folder}/src/*.ts ${page_folder}/src/*.css)
list(APPEND page_sources ${page_folder}/index.html ${page_folder}/vite.config.ts ${page_folder}/tsconfig.json ${page_folder}/package-lock.json)
add_custom_command(
  OUTPUT ${page_built}/index.html
  COMMAND ${PROJECT_SOURCE_DIR}/tests/npm_packages.sh reports/html
  COMMAND ${NODE} ${modules}/typescript/bin/tsc --noEmit
  COMMAND ${NODE} ${modules}/vite/bin/vite.js build --logLevel warn --outDir ${page_built}
  DEPENDS ${page_sources}
  WORKING_DIRECTORY ${page_folder}
  COMMENT "Building the HTML report's template"
  VERBATIM)

set(html_source ${page_built}/html_files.cpp)
file(CONFIGURE OUTPUT ${page_built}/html_files.txt CONTENT "index.html\n")
add_custom_command(
  OUTPUT ${html_source}
  COMMAND embed_files ${page_built} ${page_built}/html_files.txt ${html_source} html_files
  DEPENDS ${page_built}/index.html ${page_built}/html_files.txt embed_files
  COMMENT "Embedding the HTML report's template"
  VERBATIM)
set_source_files_properties(${html_source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)

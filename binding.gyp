{
  'targets': [
    {
      'target_name': 'syndicate_native',
      'sources': ['<!@(node scripts/native/sources.mjs)'],
      'include_dirs': ['node_modules/node-addon-api', 'native'],
      'defines': ['NAPI_VERSION=9', 'NODE_ADDON_API_CPP_EXCEPTIONS_ALL'],
      'cflags_cc': [
        '-std=c++20', '-O3', '-fexceptions', '-fvisibility=hidden', '-fno-strict-overflow',
        '-Wall', '-Wextra', '-Wshadow', '-Werror=return-type'
      ],
      'xcode_settings': {
        'CLANG_CXX_LANGUAGE_STANDARD': 'c++20',
        'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
        'GCC_OPTIMIZATION_LEVEL': '3'
      },
      'msvs_settings': { 'VCCLCompilerTool': { 'AdditionalOptions': ['/std:c++20'], 'ExceptionHandling': 1 } }
    }
  ]
}

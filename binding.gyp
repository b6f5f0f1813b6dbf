{
  'targets': [
    {
      'target_name': 'syndicate_native',
      'sources': ['<!@(node scripts/native/sources.mjs)'],
      'include_dirs': [
        "<!(node -p \"require('node-addon-api').include_dir\")",
        "<!(node -p \"require('node-api-headers').include_dir\")",
      ],
      'defines': ['NAPI_VERSION=9', 'NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS'],
      'cflags_cc!': ['-std=gnu++17', '-std=gnu++20'],
      # No fused multiply-add: guesses, and with them the order of work, are then the same on every machine.
      'cflags_cc': [
        '-std=c++20', '-O3', '-fno-exceptions', '-fno-rtti', '-ffp-contract=off', '-fvisibility=hidden', '-fno-strict-overflow',
        '-Wall', '-Wextra', '-Wshadow', '-Werror=return-type'
      ],
      'xcode_settings': {
        'CLANG_CXX_LANGUAGE_STANDARD': 'c++20',
        'GCC_ENABLE_CPP_EXCEPTIONS': 'NO',
        'GCC_OPTIMIZATION_LEVEL': '3',
      },
    },
  ],
}

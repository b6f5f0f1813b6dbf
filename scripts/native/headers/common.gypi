{
  'variables': {'clang%': 0},
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': {
      'Release': {'defines': ['NDEBUG']},
      'Debug': {'cflags': ['-g']},
    },
    'defines': ['BUILDING_NODE_EXTENSION'],
    'conditions': [
      ['OS=="linux"', {'cflags': ['-fPIC', '-pthread'], 'ldflags': ['-pthread']}],
    ],
  },
}

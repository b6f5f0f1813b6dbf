// The runner itself is Electron acting as Node; the application that an e2e test starts must be Electron proper.
delete process.env.ELECTRON_RUN_AS_NODE;

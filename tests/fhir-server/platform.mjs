// Imported before the packages: @medplum/core names this class while it loads, and Node.js before 22 lacks it. Nothing here opens one.
globalThis.WebSocket ??= class WebSocket {};

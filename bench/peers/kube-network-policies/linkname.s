// With an assembly file in the package, the compiler takes a function without a body: main.go links one to a module's own.

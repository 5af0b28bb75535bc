// Command artel is the one binary: the command line over all acts, and the
// place where the rooms of the house are wired together.
//
// The command line is a door and no more. Every act that a noun declares
// becomes a command by its name ("ledger post"), its fields become flags, its
// help becomes the manual; there is no code here for any one of them. What
// comes back is printed as a paper, as JSON, or written to a workbook or a
// page. Beside the acts stand a few commands that are about the machine and not
// about a co-operative (backup, version, man): one file each, listed in
// specials.
//
// What a person at the machine may rely on:
//   - the exit code is 0 when it was done, 1 when it was not, 2 when what was
//     typed could not be understood, 130 after Ctrl-C;
//   - answers go to standard output, everything said about them to standard
//     error, so that an answer can be piped;
//   - a command that only looks never makes a database, and neither does --try;
//   - a password need never be typed on the command line, where others see it.
//
// Read cli.go for what happens to a command, commands.go for how acts become
// commands, given.go for how flags become an act's input, help.go for the
// manual.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

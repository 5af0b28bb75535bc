package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Ran is what a process took.
type Ran struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu"`    // seconds of all processors together
	Memory  float64 `json:"memory"` // the most it had in use, in MB; 0 where the system does not say
}

// ChildCommand is the hidden command by which the program measures another.
const ChildCommand = "bench-child"

// Child runs a program to its end, its output into a file, and writes to out
// what it took as JSON. It is run in a process of its own, by [bench.child].
func Child(out io.Writer, args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("%s OUTPUT PROGRAM [ARG...]", ChildCommand)
	}
	to, err := os.Create(args[0])
	if err != nil {
		return err
	}
	defer to.Close()
	cmd := exec.Command(args[1], args[2:]...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = to, &said
	from := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", strings.Join(args[1:], " "), err, said.String())
	}
	return json.NewEncoder(out).Encode(Ran{time.Since(from).Seconds(), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), memory(cmd.ProcessState)})
}

// child runs a program in a process of its own and returns the path of its
// output. Between it and this process stands another, small one: Linux lets a
// process begin with its parent's memory as its own most, and this process may
// have had a great deal by now.
func (b *bench) child(program string, args ...string) (Ran, string, error) {
	out := filepath.Join(b.folder, "output")
	cmd := exec.CommandContext(b.ctx, b.Program, append([]string{ChildCommand, out, program}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	answer, err := cmd.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		return Ran{}, out, fmt.Errorf("%w: %s", err, failed.Stderr)
	}
	if err != nil {
		return Ran{}, out, err
	}
	var ran Ran
	err = json.Unmarshal(answer, &ran)
	return ran, out, err
}

// megabytes is how large files are together.
func megabytes(paths ...string) (sum float64) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			sum += float64(info.Size()) / 1e6
		}
	}
	return sum
}

package bench

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

// start measures how long it is from starting the program, on a database that is
// there, to its first page; and how large the program is.
func (b *bench) start() error {
	if b.Program == "" {
		return nil
	}
	b.tell(Figure{Name: "start", What: "size of the binary", Value: megabytes(b.Program), Unit: "MB"}.atMost(60))
	y, err := b.finishedYear()
	if err != nil {
		return err
	}
	var times []float64
	for i := range b.Size.Repeat + 2 {
		if err := b.doing("Starting the server: %d.", i+1); err != nil {
			return err
		}
		took, err := b.firstPage(y.file)
		if err != nil {
			return err
		}
		times = append(times, took)
	}
	b.tell(Figure{
		Name: "start", What: "from start to the first page", Value: 1000 * middle(times), Unit: "ms",
		Beside: fmt.Sprintf("“artel serve” on %s of %s members, %s rows", amount(megabytes(y.file), "MB"), grouped(y.members), grouped(y.rows)),
	}.atMost(300))
	return nil
}

// patience is how long a server may take until it is given up.
const patience = 20 * time.Second

// firstPage starts a server and asks it for the page on which people log in,
// until it answers.
func (b *bench) firstPage(file string) (float64, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free now
	if err != nil {
		return 0, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(b.ctx, b.Program, "--db", file, "serve", "--listen", address)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	took, err := seconds(func() error {
		if err := cmd.Start(); err != nil {
			return err
		}
		return b.answered("http://" + address + "/login")
	})
	if cmd.Process == nil {
		return 0, err
	}
	stopped := errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait())
	if err = errors.Join(err, stopped); err != nil {
		err = fmt.Errorf("%w: %s", err, said.String())
	}
	return took, err
}

// answered asks for a page, every few milliseconds, until it is there.
func (b *bench) answered(address string) error {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for until := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		r, err := http.NewRequestWithContext(b.ctx, "GET", address, nil)
		if err != nil {
			return err
		}
		answer, err := client.Do(r)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
			err = fmt.Errorf("%s gave status %d", address, answer.StatusCode)
		}
		if time.Now().After(until) || b.ctx.Err() != nil {
			return errors.Join(err, b.ctx.Err())
		}
	}
}

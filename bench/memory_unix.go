//go:build unix

package bench

import (
	"os"
	"runtime"
	"syscall"
)

// memory is the most that a process had in use, in MB.
func memory(p *os.ProcessState) float64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return float64(usage.Maxrss) / 1e6
	}
	return float64(usage.Maxrss) * 1024 / 1e6 // told in KiB
}

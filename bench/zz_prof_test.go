package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/ledger"
	"artel/coop/unit"
)

func TestProf(t *testing.T) {
	d, err := db.Open(filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx := context.Background()
	u := unit.NewID()
	run := func(name string, v map[string]any) error {
		for _, a := range ledger.Acts {
			if a.Name == name {
				_, err := a.Run(ctx, d, act.Call{Unit: u, By: act.Caller{Name: "b", Roles: []act.Role{act.Operator}}, Door: "cli"}, act.Tree(v))
				return err
			}
		}
		panic(name)
	}
	if err := run("unit found", map[string]any{"name": "x", "year": "1956"}); err != nil {
		t.Fatal(err)
	}
	f, _ := os.Create("/tmp/profd/acts.prof")
	pprof.StartCPUProfile(f)
	var n atomic.Int64
	start := time.Now()
	var all sync.WaitGroup
	for c := range 64 {
		all.Go(func() {
			for i := 0; time.Since(start) < 4*time.Second; i++ {
				if err := run("ledger post", sale(c, i)); err != nil {
					t.Error(err)
					return
				}
				n.Add(1)
			}
		})
	}
	all.Wait()
	pprof.StopCPUProfile()
	fmt.Println("rate", float64(n.Load())/time.Since(start).Seconds())
}

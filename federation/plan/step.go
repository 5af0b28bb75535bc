package plan

// step does one iteration. Where look is set it keeps the step's end in t and
// tells how far amounts and prices moved, squared and scaled.
func (e *engine[F]) step(look bool) (dx, dy float64) {
	p := e.p
	blocks := (p.K + goodsTogether - 1) / goodsTogether
	e.share(blocks, func(_, b int) { e.compose(b*goodsTogether, min(p.K, (b+1)*goodsTogether)) })
	h := halpern[F]{F(e.count+1) / F(e.count+2), 1 / F(e.count+2), look}
	e.share(len(e.chunks), func(w, i int) {
		var dx, dy float64
		for n := e.chunks[i][0]; n < e.chunks[i][1]; n++ {
			x, y := e.stepPlace(n, &e.work[w], h)
			dx, dy = dx+x, dy+y
		}
		e.moved[2*i], e.moved[2*i+1] = dx, dy
	})
	e.share(blocks, func(_, b int) { e.movedTop[b] = e.stepPremiums(b*goodsTogether, min(p.K, (b+1)*goodsTogether), h) })
	for i := 0; i < len(e.moved); i += 2 {
		dx, dy = dx+e.moved[i], dy+e.moved[i+1]
	}
	for _, d := range e.movedTop {
		dy += d
	}
	e.count++
	return dx, dy
}

// goodsTogether is how many commodities of a place are worked on in one go,
// since they stand beside each other in memory.
const goodsTogether = 15

// halpern is how a new point is put together: so much of the reflected step,
// so much of the anchor.
type halpern[F number] struct {
	go_, stay F
	look      bool
}

// compose adds premiums up to prices, for the places that have others below.
func (e *engine[F]) compose(k0, k1 int) {
	p := e.p
	from, to := k0*p.T, k1*p.T
	for n := p.N - 1; n >= 0; n-- {
		if e.inner[n] < 0 {
			continue
		}
		o := e.pi[e.inner[n]*p.K*p.T:][from:to]
		d := e.z.D[n*p.K*p.T:][from:to:to]
		up := int(p.parent[n])
		if up < 0 {
			copy(o, d)
			continue
		}
		above := e.pi[e.inner[up]*p.K*p.T:][from:to]
		for t := range o {
			o[t] = above[t] + d[t]
		}
	}
}

// prices are those of a place, all commodities and lanes.
func (e *engine[F]) prices(n int, w *scratch[F]) []F {
	size := e.p.K * e.p.T
	if at := e.inner[n]; at >= 0 {
		return e.pi[at*size:][:size]
	}
	above := e.pi[e.inner[e.p.parent[n]]*size:][:size]
	d := e.z.D[n*size:][:size]
	pi := w.pi[:size]
	for i := range pi {
		pi[i] = above[i] + d[i]
	}
	return pi
}

// stepPlace moves all amounts of a place, and the prices of its hours and
// room, and leaves in lack what the place lacks of each commodity. A place
// with none below it moves its premiums as well.
func (e *engine[F]) stepPlace(n int, w *scratch[F], h halpern[F]) (dx, dy float64) {
	p := e.p
	size := p.K * p.T
	pi := e.prices(n, w)
	leaf := e.inner[n] < 0
	lack := w.lack[:size]
	if !leaf || e.opens(n) {
		lack = e.lackOf(n)
	}
	copy(lack, e.dem[n*size:][:size])
	if p.keepAt[n] < p.keepAt[n+1] {
		x, y := e.stepStocks(n, pi, lack, w, h)
		dx, dy = dx+x, dy+y
	}
	dx += e.stepSources(n, pi, lack, h)
	for u := p.unitAt[n]; u < p.unitAt[n+1]; u++ {
		x, y := e.stepUnit(&p.units[u], pi, lack, w, h)
		dx, dy = dx+x, dy+y
	}
	if leaf {
		dy += e.stepLeaf(n, lack, h)
	}
	return dx, dy
}

func (e *engine[F]) stepStocks(n int, pi, lack []F, w *scratch[F], h halpern[F]) (dx, dy float64) {
	T := e.p.T
	room := w.room[:T]
	clear(room)
	nu := e.z.Nu[n*T:][:T]
	for i := e.p.keepAt[n]; i < e.p.keepAt[n+1]; i++ {
		s := &e.keeps[i]
		tau := e.weight * e.tau.S[i]
		x, a, end := e.z.S[i*T:][:T], e.a.S[i*T:][:T], e.t.S[i*T:][:T]
		price, o := pi[s.k:][:T], lack[s.k:][:T]
		var before, sum F
		for t := range x {
			next := s.end
			if t+1 < T {
				next = price[t+1]
			}
			old := x[t]
			v := old - tau*(s.hold+price[t]-next+s.space*nu[t])
			if s.reserve != nil && v < s.reserve[t] {
				v = min(v+tau*s.short, s.reserve[t])
			}
			v = min(max(v, 0), s.cap)
			r := 2*v - old
			o[t] += r - before
			before = r
			room[t] += s.space * r
			if h.look {
				sum += (v - old) * (v - old)
				end[t] = v
			}
			x[t] = h.go_*r + h.stay*a[t]
		}
		dx += float64(sum) / float64(e.tau.S[i])
	}
	most := F(e.p.space[n])
	if e.p.space[n] > 1e300 {
		return dx, 0
	}
	sigma := e.sigma.Nu[n] / e.weight
	a, end := e.a.Nu[n*T:][:T], e.t.Nu[n*T:][:T]
	var sum F
	for t := range nu {
		old := nu[t]
		v := max(old+sigma*(room[t]-most), 0)
		if h.look {
			sum += (v - old) * (v - old)
			end[t] = v
		}
		nu[t] = h.go_*(2*v-old) + h.stay*a[t]
	}
	return dx, float64(sum) / float64(e.sigma.Nu[n])
}

func (e *engine[F]) stepSources(n int, pi, lack []F, h halpern[F]) (dx float64) {
	T := e.p.T
	for i := e.p.srcAt[n]; i < e.p.srcAt[n+1]; i++ {
		k := int(e.p.src[i].k) * T
		tau, cost := e.weight*e.tau.Y[i], e.srcs[i]
		x, a, end, up := e.z.Y[i*T:][:T], e.a.Y[i*T:][:T], e.t.Y[i*T:][:T], e.up[i*T:][:T]
		price, o := pi[k:][:T], lack[k:][:T]
		var sum F
		for t := range x {
			old := x[t]
			v := min(max(old-tau*(cost-price[t]), 0), up[t])
			r := 2*v - old
			o[t] -= r
			if h.look {
				sum += (v - old) * (v - old)
				end[t] = v
			}
			x[t] = h.go_*r + h.stay*a[t]
		}
		if h.look {
			dx += float64(sum) / float64(e.tau.Y[i])
		}
	}
	return dx
}

func (e *engine[F]) stepUnit(u *unit, pi, lack []F, w *scratch[F], h halpern[F]) (dx, dy float64) {
	T := e.p.T
	rows := (u.row1 - u.row0) * T
	hours, l := w.hours[:rows], e.z.L[u.row0*T:][:rows]
	clear(hours)
	g := w.lane[:T]
	for j := u.col0; j < u.col1; j++ {
		c := &e.cols[j]
		price := pi[c.out:][:T]
		for t := range g {
			g[t] = c.cost - price[t]
		}
		for _, nd := range c.needs {
			price := pi[nd.at:][:len(g)]
			for t := range g {
				g[t] += nd.a * price[t]
			}
		}
		for _, r := range c.hours {
			hour := l[r.at:][:len(g)]
			for t := range g {
				g[t] += r.a * hour[t]
			}
		}
		tau := e.weight * e.tau.X[j]
		x, a, end, o := e.z.X[j*T:][:len(g)], e.a.X[j*T:][:len(g)], e.t.X[j*T:][:len(g)], lack[c.out:][:len(g)]
		var sum F
		for t := range g {
			old := x[t]
			v := old - tau*g[t]
			if c.box != nil {
				v = c.box.limit(t, v, tau)
			}
			v = max(v, 0)
			r := 2*v - old
			g[t] = r
			o[t] -= r
			if h.look {
				sum += (v - old) * (v - old)
				end[t] = v
			}
			x[t] = h.go_*r + h.stay*a[t]
		}
		if h.look {
			dx += float64(sum) / float64(e.tau.X[j])
		}
		for _, nd := range c.needs {
			o := lack[nd.at:][:len(g)]
			for t := range g {
				o[t] += nd.a * g[t]
			}
		}
		for _, r := range c.hours {
			o := hours[r.at:][:len(g)]
			for t := range g {
				o[t] += r.a * g[t]
			}
		}
	}
	return dx, e.stepRows(u, hours, h)
}

// limit keeps an amount within what is possible, and draws it up to what was
// agreed.
func (b *boxF[F]) limit(t int, v, tau F) F {
	if b.floor != nil && v < b.floor[t] {
		v = min(v+tau*b.short, b.floor[t])
	}
	return min(v, b.up[t])
}

func (e *engine[F]) stepRows(u *unit, hours []F, h halpern[F]) (dy float64) {
	T := e.p.T
	for r := u.row0; r < u.row1; r++ {
		sigma := e.sigma.L[r] / e.weight
		w := hours[(r-u.row0)*T:][:T]
		l, a, end, most := e.z.L[r*T:][:T], e.a.L[r*T:][:T], e.t.L[r*T:][:T], e.rowCap[r*T:][:T]
		var sum F
		for t := range w {
			old := l[t]
			v := e.rows[r].worth(old+sigma*w[t], sigma*most[t])
			if h.look {
				sum += (v - old) * (v - old)
				end[t] = v
			}
			l[t] = h.go_*(2*v-old) + h.stay*a[t]
		}
		if h.look {
			dy += float64(sum) / float64(e.sigma.L[r])
		}
	}
	return dy
}

// worth is the step of an hour's price: v is where it would go, cap the hours
// there are, both scaled by the step. On each piece of the cost of hours the
// price is that piece's slope; at each corner it lies between two. Written
// without branches, since no processor can foretell on which piece it is.
func (r *rowF[F]) worth(v, cap F) F {
	w := min(max(v-cap*r.least, -r.unworked), -r.idle)
	w = min(max(v-cap*r.easy, w), 0)
	w = min(max(v-cap, w), r.overts)
	return max(v-cap*(1+r.over), w)
}

// stepLeaf moves the premiums of a place with none below it, while what it
// lacks is at hand, and adds that to what its neighbours lack.
func (e *engine[F]) stepLeaf(n int, lack []F, h halpern[F]) (dy float64) {
	T := e.p.T
	for k := range e.p.K {
		dy += e.stepPremium(n, k, lack[k*T:][:T], h)
	}
	if !e.opens(n) {
		sum := e.lackOf(n)[:len(lack)]
		for i, v := range lack {
			sum[i] += v
		}
	}
	return dy
}

// stepPremiums adds up what is lacking from below and moves the premiums of
// the places that have others below.
func (e *engine[F]) stepPremiums(k0, k1 int, h halpern[F]) (dy float64) {
	p := e.p
	from, to := k0*p.T, k1*p.T
	add := func(up int32, lack []F) {
		above := e.lackOf(int(up))[from:to]
		for i, v := range lack[from:to] {
			above[i] += v
		}
	}
	for n := range p.N {
		if e.inner[n] < 0 && e.opens(n) {
			add(p.parent[n], e.lackOf(n))
		}
	}
	for n := range p.N {
		if e.inner[n] < 0 {
			continue
		}
		lack := e.lackOf(n)
		if p.parent[n] >= 0 {
			add(p.parent[n], lack)
		}
		for k := k0; k < k1; k++ {
			dy += e.stepPremium(n, k, lack[k*p.T:][:p.T], h)
		}
	}
	return dy
}

func (e *engine[F]) stepPremium(n, k int, lack []F, h halpern[F]) (dy float64) {
	p := e.p
	T := len(lack)
	at := p.at(n, k)
	d, a, end := e.z.D[at:][:T], e.a.D[at:][:T], e.t.D[at:][:T]
	sigma := e.sigma.D[n*p.K+k] / e.weight
	most := e.edge[n*p.K+k]
	least := -most
	if p.parent[n] < 0 {
		least, most = -F(p.waste[k]), F(1e30)
	}
	var sum F
	for t := range d {
		old := d[t]
		v := min(max(old+sigma*lack[t], least), most)
		if h.look {
			sum += (v - old) * (v - old)
			end[t] = v
		}
		d[t] = h.go_*(2*v-old) + h.stay*a[t]
	}
	if h.look {
		dy += float64(sum) / float64(e.sigma.D[n*p.K+k])
	}
	return dy
}

// restart begins again from the last step's end.
func (e *engine[F]) restart() {
	e.z.copyFrom(&e.t)
	e.a.copyFrom(&e.t)
	e.count = 0
}

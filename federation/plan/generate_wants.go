package plan

import "math"

// materials places what nature and trade give: rich here, missing there.
func (g *generator) materials() {
	in, s := g.in, g.s
	rich := make([][]float64, s.Provs)
	for p := range rich {
		for range g.raws {
			rich[p] = append(rich[p], math.Exp(g.r.NormFloat64()*0.7))
		}
	}
	share, sum := make([][]float64, s.Counties), make([]float64, g.raws)
	for l := range share {
		prov := in.Places[in.Places[g.county[l]].Parent].Parent - 1
		for k := range g.raws {
			w := g.big[l] * rich[prov][k] * math.Exp(g.r.NormFloat64())
			if g.r.Float64() < 0.3 && s.Counties > 1 {
				w = 0
			}
			share[l] = append(share[l], w)
			sum[k] += w
		}
	}
	periods := float64(len(in.Periods))
	for k := range g.raws {
		if g.use[k] > 0 {
			much := cent(0.04 * g.use[k] / periods)
			from := Supply{Place: 0, Commodity: k, From: "trade company", Price: cent(1.8 * in.Commodities[k].Value)}
			for range in.Periods {
				from.Most = append(from.Most, much)
			}
			in.Supplies = append(in.Supplies, from)
		}
		for l := range s.Counties {
			if share[l][k] <= 0 || g.use[k] <= 0 {
				continue
			}
			from := Supply{Place: g.county[l], Commodity: k, From: "local", Price: in.Commodities[k].Value}
			for t := range in.Periods {
				season := 0.4 + 0.6*seasonsOfDemand[g.season[k]][t]
				from.Most = append(from.Most, cent(1.15*g.use[k]*share[l][k]/sum[k]/periods*season*(0.9+0.2*g.r.Float64())))
			}
			in.Supplies = append(in.Supplies, from)
		}
	}
}

// wants places demand and room for stock.
func (g *generator) wants() {
	in, s := g.in, g.s
	all := 0.0
	for _, b := range g.big {
		all += b
	}
	periods := float64(len(in.Periods))
	kinds := make([]int, s.Commodities)
	for k := range kinds {
		kinds[k] = g.r.IntN(3)
	}
	for l, place := range g.county {
		room := 0.0
		for k, c := range in.Commodities {
			mean := g.use[k] / periods * g.big[l] / all
			switch {
			case k >= g.raws+g.mids:
				mean = 0.78 * g.could[k] * g.big[l] / all * math.Exp(g.r.NormFloat64()*0.3) / periods
				g.want(place, k, kinds[k], func(t int) float64 {
					return math.Round(mean * seasonsOfDemand[g.season[k]][t] * (0.95 + 0.1*g.r.Float64()))
				})
			case k < g.raws && k%5 == 0: // households burn and mend
				g.want(place, k, Forecast, func(int) float64 { return cent(0.05 * mean) })
			}
			st := Stock{Place: place, Commodity: k, Most: cent(2 * mean), Opening: cent(0.3 * mean)}
			if c.Whole {
				st.Most, st.Opening = math.Round(st.Most), math.Round(st.Opening)
			}
			in.Stocks = append(in.Stocks, st)
			room += c.Space * mean
		}
		in.Places[place].Space = math.Round(0.6 * room)
	}
}

func (g *generator) want(place, k, kind int, much func(t int) float64) {
	d := Demand{Place: place, Commodity: k, Kind: kind, For: "people of the county", Worth: g.in.Commodities[k].Value}
	any := 0.0
	for t := range g.in.Periods {
		d.Wanted = append(d.Wanted, much(t))
		any += d.Wanted[t]
	}
	if any > 0 {
		g.in.Demands = append(g.in.Demands, d)
	}
}

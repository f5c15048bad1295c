package llft

// packedForm says what a group of a kind holds.
type packedForm struct {
	nibbles, twos, ones bool // the planes; none: bytes
	levels              bool // nibbles stand for levels, codes with zero 128
	block               int  // columns that share a scale
	scales              scalesKind
	mins                bool
	zero                int32 // what stands for 0 in a code
}

var packedForms = [packedKinds]packedForm{
	Packed4:            {true, false, false, false, 32, scalesHalf, false, 8},
	Packed8:            {false, false, false, false, 32, scalesHalf, false, 128},
	Packed4Min:         {true, false, false, false, 32, scalesBytes, true, 0},
	Packed5Min:         {true, false, true, false, 32, scalesBytes, true, 0},
	Packed6:            {true, true, false, false, 16, scalesBytes, false, 32},
	Packed4HalfMin:     {true, false, false, false, 32, scalesHalf, true, 0},
	Packed5:            {true, false, true, false, 32, scalesHalf, false, 16},
	Packed5HalfMin:     {true, false, true, false, 32, scalesHalf, true, 0},
	Packed2Min:         {false, true, false, false, 16, scalesQ2_K, true, 0},
	Packed3:            {false, true, true, false, 16, scalesQ3_K, false, 4},
	Packed4Levels:      {true, false, false, true, 32, scalesHalf, false, 128},
	Packed4LevelsCodes: {true, false, false, true, 32, scalesBytes, false, 128},
}

// parts names each part of a group, where it starts and how many bytes it takes. Twos without nibbles are the codes and come first.
func (f *packedForm) parts(p *Packed, part func(name string, start, bytes int)) {
	switch {
	case f.nibbles:
		part("nibbles", 0, p.Cols*PanelRows/2)
	case !f.twos:
		part("codes", 0, p.Cols*PanelRows)
	}
	if f.twos {
		part("twos", p.Twos, p.Cols*PanelRows/4)
		if !f.nibbles && p.Twos != 0 {
			panic("llft: Packed.Dot: twos are not the first part of a group")
		}
	}
	if f.ones {
		part("ones", p.Ones, p.Cols*PanelRows/8)
	}
	runs, supers := p.Cols/f.block*PanelRows, p.Cols/superBlock*PanelRows*2
	switch f.scales {
	case scalesHalf:
		part("scales", p.Scales, 2*runs)
		if f.mins {
			part("minima", p.Mins, 2*runs)
		}
		return
	case scalesBytes:
		part("scales", p.Scales, runs)
		if f.mins {
			part("minima", p.Mins, runs)
		}
	case scalesQ2_K:
		part("scales", p.Scales, runs)
	case scalesQ3_K:
		part("scales", p.Scales, runs/2)
		part("upper bits of scales", p.Mins, runs/4)
	}
	part("d", p.D, supers)
	if f.mins {
		part("dmin", p.DMin, supers)
	}
}

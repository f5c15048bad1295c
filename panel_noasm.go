//go:build (!amd64 && !arm64) || purego

package llft

func panelTier() bool                                    { return false }
func panelDot(p *Panel)                                  { panelDotGeneric(p) }
func unpackPlanes(dst []byte, p Planes)                  { unpackPlanesGeneric(dst, p) }
func scaleCodes(dst []float32, codes []byte, d []uint16) { scaleCodesGeneric(dst, codes, d) }

func packedFast(PackedKind) bool  { return false }
func packedBatch(PackedKind) bool { return false }
func packedDot(*Packed)           {}

package train

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"time"

	"llft/gguf"
)

// A checkpoint is a GGUF with these keys and, for each trained tensor P (<tensor>.lora_a, <tensor>.lora_b; or a weight), the F32 tensors P, P.m, P.v (AdamW's
// moments) and, once a best step is known, P.best.
const (
	checkpointType    = "llft.checkpoint" // general.type
	checkpointVersion = 1

	keyVersion = "llft.checkpoint.version"
	keyConfig  = "llft.checkpoint.config"  // Config as JSON
	keyState   = "llft.checkpoint.state"   // state as JSON
	keyRunsOn  = "llft.checkpoint.runs_on" // identity as JSON
)

// checkpoint is one as read: everything checked but the tensors' shapes.
type checkpoint struct {
	config  Config
	state   state
	runsOn  identity
	tensors map[string]*gguf.Tensor
	file    *gguf.File
}

// CheckpointInfo is what a checkpoint tells without the model: enough to resume from its path alone.
type CheckpointInfo struct {
	Config Config    // of the stopped run, complete
	Step   int       // steps done
	Time   time.Time // that its templates were told
}

// ReadCheckpoint opens the checkpoint of an unfinished run.
func ReadCheckpoint(path string) (CheckpointInfo, error) {
	c, err := readCheckpoint(path)
	if err != nil {
		return CheckpointInfo{}, err
	}
	defer c.file.Close()
	return CheckpointInfo{Config: c.config, Step: c.state.Step, Time: c.state.Time}, nil
}

func readCheckpoint(path string) (_ *checkpoint, err error) {
	f, err := gguf.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no checkpoint %q", path)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
			err = fmt.Errorf("checkpoint %q: %w", path, err)
		}
	}()
	kind, err := f.KV.StringOr("general.type", "")
	if err != nil {
		return nil, err
	}
	if kind != checkpointType {
		return nil, fmt.Errorf("general.type is %q, want %q", kind, checkpointType)
	}
	version, err := f.KV.Int(keyVersion)
	if err != nil {
		return nil, err
	}
	if version != checkpointVersion {
		return nil, fmt.Errorf("%s is %d, this program reads %d", keyVersion, version, checkpointVersion)
	}
	c := &checkpoint{file: f, tensors: map[string]*gguf.Tensor{}}
	for key, into := range map[string]any{keyConfig: &c.config, keyState: &c.state, keyRunsOn: &c.runsOn} {
		text, err := f.KV.String(key)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
	}
	if c.config.Compute == "" { // of a program in which it was no setting
		c.config.Compute = c.runsOn.Compute
	}
	if c.config.Schedule == "" { // the same
		c.config.Schedule, c.config.Beta2 = Default().Schedule, Default().Beta2
	}
	if s := c.state; s.Step < 0 || s.Step > c.config.Steps || s.BestStep < 0 || s.BestStep > s.Step {
		return nil, fmt.Errorf("key %q: step %d and best step %d of %d", keyState, s.Step, s.BestStep, c.config.Steps)
	}
	for _, t := range f.Tensors {
		c.tensors[t.Name] = t
	}
	return c, nil
}

// values are the tensors of a checkpoint: names and where their values live, in a fixed order.
func (r *run) values() (names []string, shapes [][]int, data [][]float32) {
	m, v, _ := r.optimize.State()
	for i, p := range r.params {
		names = append(names, p.Name, p.Name+".m", p.Name+".v")
		shapes = append(shapes, p.Dims, p.Dims, p.Dims)
		data = append(data, p.Value, m[i], v[i])
		if r.state.BestStep > 0 {
			names, shapes, data = append(names, p.Name+".best"), append(shapes, p.Dims), append(data, r.best[i])
		}
	}
	return names, shapes, data
}

// saveCheckpoint writes the whole state; the old checkpoint stays until the new one is complete.
func (r *run) saveCheckpoint() error {
	path := r.c.CheckpointPath()
	if err := r.writeCheckpoint(path); err != nil {
		return fmt.Errorf("the checkpoint cannot be written: %w", err)
	}
	r.report.Saved(Saved{Path: path, Kind: Checkpoint, Step: r.state.Step})
	return nil
}

func (r *run) writeCheckpoint(path string) error {
	kv := &gguf.KV{}
	kv.Set("general.type", checkpointType)
	kv.Set(keyVersion, uint32(checkpointVersion))
	for _, entry := range []struct {
		key   string
		value any
	}{{keyConfig, r.c}, {keyState, r.state}, {keyRunsOn, r.identity()}} {
		text, err := json.Marshal(entry.value)
		if err != nil {
			return err
		}
		kv.Set(entry.key, string(text))
	}
	w, err := gguf.Create(path, kv)
	if err != nil {
		return err
	}
	defer w.Abort()
	names, shapes, data := r.values()
	for i, name := range names {
		if err := w.Add(name, gguf.F32, shapes[i]...); err != nil {
			return err
		}
	}
	var buf []byte
	for _, x := range data {
		buf = buf[:0]
		for _, v := range x {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return w.Commit()
}

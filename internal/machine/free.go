package machine

import "os"

// FreeMemory is the memory that this process can take without making the machine swap or its control group kill, in bytes; 0: unknown
// (only Linux tells).
func FreeMemory() int64 { return freeMemory(os.DirFS("/")) }

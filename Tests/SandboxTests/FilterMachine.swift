/// Runs a compiled filter as the kernel would: classic BPF over struct seccomp_data (seccomp(2), bpf(4)).
struct FilterMachine {
    struct Fault: Error {}
    private struct Instruction {
        var code: UInt16
        var jumpTrue: UInt8
        var jumpFalse: UInt8
        var constant: UInt32
    }
    private let program: [Instruction]
    var count: Int { program.count }

    init(_ bytes: [UInt8]) {
        program = stride(from: 0, to: bytes.count, by: 8).map { at in
            var constant: UInt32 = 0
            for byte in bytes[(at + 4)..<(at + 8)].reversed() { constant = constant << 8 | UInt32(byte) }
            return Instruction(
                code: UInt16(bytes[at + 1]) << 8 | UInt16(bytes[at]), jumpTrue: bytes[at + 2],
                jumpFalse: bytes[at + 3], constant: constant)
        }
    }

    /// Returns the 32-bit action for one system call.
    func action(number: UInt32, architecture: UInt32, arguments: [UInt64]) throws -> UInt32 {
        var data = [number, architecture, 0, 0]
        for argument in arguments { data += [UInt32(truncatingIfNeeded: argument), UInt32(argument >> 32)] }
        var accumulator: UInt32 = 0
        var index: UInt32 = 0
        var memory = [UInt32](repeating: 0, count: 16)
        var counter = 0
        while counter < program.count {
            let step = program[counter]
            counter += 1
            let operand = step.code & 0x08 == 0 ? step.constant : index
            switch step.code & 0x07 {
            case 0x00 where step.code & 0xe0 == 0x20:  // LD W ABS
                guard step.constant % 4 == 0, Int(step.constant / 4) < data.count else { throw Fault() }
                accumulator = data[Int(step.constant / 4)]
            case 0x00 where step.code & 0xe0 == 0x60: accumulator = memory[Int(step.constant)]
            case 0x00 where step.code & 0xe0 == 0x00: accumulator = step.constant
            case 0x01 where step.code & 0xe0 == 0x60: index = memory[Int(step.constant)]
            case 0x01 where step.code & 0xe0 == 0x00: index = step.constant
            case 0x02: memory[Int(step.constant)] = accumulator
            case 0x04 where step.code & 0xf0 == 0x50: accumulator &= operand
            case 0x05:
                switch step.code & 0xf0 {
                case 0x00: counter += Int(step.constant)
                case 0x10: counter += Int(accumulator == operand ? step.jumpTrue : step.jumpFalse)
                case 0x20: counter += Int(accumulator > operand ? step.jumpTrue : step.jumpFalse)
                case 0x30: counter += Int(accumulator >= operand ? step.jumpTrue : step.jumpFalse)
                case 0x40: counter += Int(accumulator & operand != 0 ? step.jumpTrue : step.jumpFalse)
                default: throw Fault()
                }
            case 0x06: return step.constant
            default: throw Fault()
            }
        }
        throw Fault()
    }
}

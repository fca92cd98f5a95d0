#!/bin/sh
# Core 3 is isolated on the kernel's command line; the collector must never run while the loop does.
exec chrt --fifo 80 taskset -c 3 java -Xms256m -Xmx256m -XX:+AlwaysPreTouch -XX:+UnlockExperimentalVMOptions \
  -XX:+UseEpsilonGC -cp target/gimbal-drive-0.9.2.jar drive.ControlLoop /dev/gimbal0 /var/log/gimbal.trace

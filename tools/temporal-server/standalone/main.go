// A Temporal server for tests, in memory and on loopback: the dev server that tests else use has no standalone
// activities. It serves the namespace `default` on the port that is its one argument, until it is killed.
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/server/chasm/lib/activity"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	temporallog "go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
	schema "go.temporal.io/server/schema/sqlite"
	"go.temporal.io/server/temporal"
)

const (
	loopback    = "127.0.0.1"
	clusterName = "active"
	store       = "memory"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		return fmt.Errorf("the argument must be a port: %w", err)
	}
	sql := &config.SQL{
		PluginName:        sqlite.PluginName,
		DatabaseName:      uuid.NewString(),
		ConnectAttributes: map[string]string{"mode": "memory", "cache": "shared"},
	}
	namespace, err := schema.NewNamespaceConfig(clusterName, "default", false, nil)
	if err != nil {
		return err
	}
	if err := schema.CreateNamespaces(sql, namespace); err != nil {
		return err
	}
	services := map[primitives.ServiceName]int{
		primitives.FrontendService: port,
		primitives.HistoryService:  freePort(),
		primitives.MatchingService: freePort(),
		primitives.WorkerService:   freePort(),
	}
	server, err := temporal.NewServer(
		temporal.WithConfig(serverConfig(sql, services, freePort())),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts(services)),
		temporal.WithLogger(temporallog.NewZapLogger(temporallog.BuildZapLogger(temporallog.Config{Level: "error"}))),
		temporal.WithDynamicConfigClient(dynamicconfig.StaticClient{
			dynamicconfig.EnableChasm.Key(): true,
			activity.Enabled.Key():          true,
		}),
		temporal.InterruptOn(temporal.InterruptCh()),
	)
	if err != nil {
		return err
	}
	return server.Start()
}

// The frontend's HTTP port is the one by which Nexus calls arrive.
func serverConfig(sql *config.SQL, services map[primitives.ServiceName]int, httpPort int) *config.Config {
	frontend := address(services[primitives.FrontendService])
	conf := &config.Config{
		Persistence: config.Persistence{
			DefaultStore:     store,
			VisibilityStore:  store,
			NumHistoryShards: 1,
			DataStores:       map[string]config.DataStore{store: {SQL: sql}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {
					Enabled:                true,
					InitialFailoverVersion: 1,
					RPCAddress:             frontend,
					HTTPAddress:            address(httpPort),
					ClusterID:              uuid.NewString(),
				},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		PublicClient:        config.PublicClient{HostPort: frontend},
		Services:            map[string]config.Service{},
	}
	conf.Global.Membership.MaxJoinDuration = 30 * time.Second
	conf.Global.Membership.BroadcastAddress = loopback
	conf.Archival.History.State = "disabled"
	conf.Archival.Visibility.State = "disabled"
	conf.NamespaceDefaults.Archival.History.State = "disabled"
	conf.NamespaceDefaults.Archival.Visibility.State = "disabled"
	for name, port := range services {
		rpc := config.RPC{GRPCPort: port, BindOnIP: loopback}
		if name == primitives.FrontendService {
			rpc.HTTPPort = httpPort
		}
		conf.Services[string(name)] = config.Service{RPC: rpc}
	}
	return conf
}

func hosts(services map[primitives.ServiceName]int) map[primitives.ServiceName]static.Hosts {
	all := map[primitives.ServiceName]static.Hosts{}
	for name, port := range services {
		all[name] = static.SingleLocalHost(address(port))
	}
	return all
}

func address(port int) string {
	return net.JoinHostPort(loopback, strconv.Itoa(port))
}

func freePort() int {
	listener, err := net.Listen("tcp", address(0))
	if err != nil {
		log.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
